import MoatModel
import MoatPolicy

/// Who is answered: the virtual network, and what the configuration adds. Anyone else could
/// use the proxy to send large answers to a victim.
struct AllowedSources {
    private let additional: [IPPrefix]
    private var ipv4: [(address: UInt32, mask: UInt32)] = []
    private var ipv6: [IPPrefix] = []
    private var current: Snapshot?

    init(additional: [IPPrefix]) {
        self.additional = additional
        set([])
    }

    /// Takes the prefixes of a snapshot, where it is another than last time; whether it was.
    mutating func update(_ snapshot: Snapshot?) -> Bool {
        guard snapshot !== current else { return false }
        current = snapshot
        set(snapshot?.localPrefixes ?? [])
        return true
    }

    private mutating func set(_ local: [IPPrefix]) {
        let all = local + additional
        ipv4 = all.compactMap { prefix in
            guard case .v4(let address) = prefix.address else { return nil }
            return (address.rawValue, prefix.length == 0 ? 0 : ~UInt32(0) << (32 - UInt32(prefix.length)))
        }
        ipv6 = all.filter { $0.family == .ipv6 }
    }

    func contains(_ source: IPAddress) -> Bool {
        switch source {
        case .v4(let address): ipv4.contains { address.rawValue & $0.mask == $0.address }
        case .v6: ipv6.contains { $0.contains(source) }
        }
    }
}
