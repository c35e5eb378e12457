import MoatModel

/// Which source address an allowed flow leaves with.
struct SourceTranslation: Sendable {
    let policy: SourceNATPolicy
    private let privateRanges: IntervalSet<UInt32>
    /// What can't be reached from a public address: the IANA private ranges and the
    /// firewall's virtual network.
    private let inside: IntervalSet<UInt32>
    private let publicAddressCount: Int

    init(policy: SourceNATPolicy, localPrefixes: [IPPrefix], publicAddressCount: Int) {
        self.policy = policy
        self.publicAddressCount = publicAddressCount
        privateRanges =
            switch policy {
            case .never, .always: IntervalSet(merging: [])
            case .exceptTo(let ranges): Self.intervals(ranges)
            }
        inside = Self.intervals(FirewallPolicy.SNAT.defaultPrivateRanges + localPrefixes)
    }

    private static func intervals(_ prefixes: [IPPrefix]) -> IntervalSet<UInt32> {
        AddressSet(prefixes.map { IPRange($0) }).v4
    }

    func select(_ flow: Flow) -> Decision.SourceNAT {
        guard flow.side == .private, case .v4(let source) = flow.source, case .v4(let destination) = flow.destination
        else { return .none }
        switch policy {
        case .never: return .none
        case .always: break
        case .exceptTo: if privateRanges.contains(destination.rawValue) { return .none }
        }
        return always(source, to: destination)
    }

    /// A firewall's address for a flow that leaves with one whatever the policy says.
    func always(_ source: IPv4Address, to destination: IPv4Address) -> Decision.SourceNAT {
        if inside.contains(destination.rawValue) { return .privateAddress }
        return .publicAddress(JumpHash.bucket(of: UInt64(source.rawValue), among: publicAddressCount))
    }
}
