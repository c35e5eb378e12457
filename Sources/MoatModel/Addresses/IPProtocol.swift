/// A protocol number of the IP header (IANA, "Protocol Numbers").
public struct IPProtocol: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let icmp = IPProtocol(rawValue: 1)
    public static let tcp = IPProtocol(rawValue: 6)
    public static let udp = IPProtocol(rawValue: 17)
    public static let icmpv6 = IPProtocol(rawValue: 58)

    public static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.rawValue < rhs.rawValue
    }

    /// True for the protocols whose rules have ports here: TCP and UDP.
    public var hasPorts: Bool {
        self == .tcp || self == .udp
    }

    /// True for ICMP and ICMPv6; a rule's `ICMP` means whichever belongs to the family.
    public var isICMP: Bool {
        self == .icmp || self == .icmpv6
    }
}

extension IPProtocol: CustomStringConvertible {
    /// The name as the log tables write it: `TCP`, `UDP`, `ICMP` (both versions), or the
    /// number.
    public var description: String {
        switch self {
        case .tcp: "TCP"
        case .udp: "UDP"
        case .icmp, .icmpv6: "ICMP"
        default: "\(rawValue)"
        }
    }
}
