import MoatModel

/// Decides the source address with which an allowed flow leaves.
struct SourceTranslation: Sendable {
    private enum Mode {
        case never
        case always
        case outside([ClosedRange<UInt32>])
    }

    private let mode: Mode
    /// What is reached from the firewall's private address where it is translated at all.
    private let inside: [ClosedRange<UInt32>]
    private let publicAddresses: Int

    /// - Parameters:
    ///   - privateRanges: the policy's `snat.privateRanges`
    ///   - localPrefixes: the virtual network
    init(privateRanges: [IPPrefix], localPrefixes: [IPPrefix], publicAddresses: Int) {
        switch privateRanges.map(\.description) {
        case ["0.0.0.0/0"]: mode = .never
        case ["255.255.255.255/32"]: mode = .always
        default: mode = .outside(Self.spans(privateRanges))
        }
        inside = Self.spans(FirewallPolicy.SNAT.defaultPrivateRanges + localPrefixes)
        self.publicAddresses = publicAddresses
    }

    private static func spans(_ prefixes: [IPPrefix]) -> [ClosedRange<UInt32>] {
        prefixes.compactMap { prefix in
            guard case (.v4(let first), .v4(let last)) = (prefix.address, prefix.lastAddress) else { return nil }
            return first.rawValue...last.rawValue
        }
    }

    /// For a flow that a network rule allows. Only what comes from the private side is
    /// translated, and only IPv4: an IPv6 flow keeps its address.
    func sourceNAT(_ flow: Flow) -> Decision.SourceNAT {
        guard flow.side == .private, case (.v4(let source), .v4(let destination)) = (flow.source, flow.destination)
        else { return .none }
        switch mode {
        case .never: return .none
        case .always: break
        case .outside(let ranges): if ranges.contains(where: { $0.contains(destination.rawValue) }) { return .none }
        }
        if publicAddresses == 0 || inside.contains(where: { $0.contains(destination.rawValue) }) {
            return .privateAddress
        }
        return .publicAddress(Self.bucket(of: source.rawValue, among: publicAddresses))
    }

    /// Jump consistent hash (Lamping and Veach, 2014): stable for a source, even over the
    /// buckets, and an added bucket takes over just its share of the sources.
    static func bucket(of source: UInt32, among buckets: Int) -> Int {
        // Spread the address over 64 bits first: neighbours must not share a fate.
        var key = UInt64(source) &* 0x9e37_79b9_7f4a_7c15
        key ^= key >> 32
        var bucket = -1
        var next = 0
        while next < buckets {
            bucket = next
            key = key &* 2_862_933_555_777_941_757 &+ 1
            next = Int(Double(bucket + 1) * (Double(UInt64(1) << 31) / Double((key >> 33) + 1)))
        }
        return bucket
    }
}
