public import MoatModel

/// When a flow from the private side leaves with an address of the firewall (`snat` of the
/// policy). IPv6 never does.
public enum SourceNATPolicy: Hashable, Sendable {
    /// `0.0.0.0/0` alone.
    case never
    /// `255.255.255.255/32` alone.
    case always
    /// Always but to these destinations.
    case exceptTo([IPPrefix])

    /// - Parameter privateRanges: as the policy states them; nil means the IANA private
    ///   ranges.
    public init(privateRanges: [IPPrefix]?) {
        let ranges = privateRanges ?? FirewallPolicy.SNAT.defaultPrivateRanges
        switch ranges {
        case [.all(.ipv4)]: self = .never
        case [IPPrefix(.v4(IPv4Address(rawValue: .max)))]: self = .always
        default: self = .exceptTo(ranges)
        }
    }
}
