import MoatKernel
import MoatModel
import MoatPolicy

/// Which live flows are not at a backend that may have them.
///
/// A flow to a backend that is gone is forgotten: its next packet opens a flow to another one,
/// or tells a TCP client at once that the connection is over. A backend that drains, because it
/// ends or fails its probes, keeps its TCP connections; UDP has none to keep and moves on.
///
/// Of a frontend that was not there before, flows may be left from another time: of an earlier
/// process, or of clients that sent while nobody served them. The kernel translates only a flow's first
/// packet, so a client that goes on sending datagrams would never reach a backend.
struct StrandedFlows {
    private enum Rule {
        case cutAt(Set<LoadBalancerBackend>)
        case keepAt(Set<LoadBalancerBackend>)

        func cuts(_ place: LoadBalancerBackend?) -> Bool {
            switch self {
            case .cutAt(let lost): place.map(lost.contains) ?? false
            case .keepAt(let kept): !(place.map(kept.contains) ?? false)
            }
        }
    }

    private var byKey: [LoadBalancerFrontend.Key: Rule] = [:]
    private var byMark: [UInt32: [IPProtocol: Rule]] = [:]
    private let ruleMask: UInt32

    /// What the change from one state to another leaves behind.
    /// - Parameters:
    ///   - old: what is known of the state before
    ///   - new: what is in force now
    ///   - changed: the targets that are not as they were
    ///   - ruleMask: the bits of a mark that name a DNAT rule; nil where there are none
    ///   - afresh: whether another may have been in force meanwhile, so that `old` is not all
    init(
        from old: LoadBalancerMaps, to new: LoadBalancerMaps, changed: [SlotTarget], ruleMask: UInt32?,
        afresh: Bool = false
    ) {
        self.ruleMask = ruleMask ?? 0
        for target in changed { compare(target, old.targets[target], new.targets[target], afresh) }
        guard afresh else { return }
        for (target, frontend) in new.targets { add(.keepAt(Self.kept(frontend)), for: target) }
    }

    private mutating func compare(
        _ target: SlotTarget, _ old: LoadBalancerFrontend?, _ new: LoadBalancerFrontend?, _ afresh: Bool
    ) {
        switch (old, new) {
        case (let old?, let new?):
            let lost = Set(old.backends + old.draining).subtracting(Self.kept(new))
            if !lost.isEmpty { add(.cutAt(lost), for: target) }
        case (nil, let new?):
            add(.keepAt(Self.kept(new)), for: target)
        case (let old?, nil):
            // A rule that is gone is for the firewall, which judges its flows again.
            guard case .frontend = target else { break }
            add(.cutAt(Set(old.backends + old.draining)), for: target)
        case (nil, nil): break
        }
    }

    private mutating func add(_ rule: Rule, for target: SlotTarget) {
        switch target {
        case .frontend(let key): byKey[key] = rule
        case .rule(let mark, let ipProtocol): byMark[mark, default: [:]][ipProtocol] = rule
        }
    }

    /// Where flows may stay.
    private static func kept(_ frontend: LoadBalancerFrontend) -> Set<LoadBalancerBackend> {
        Set(frontend.backends).union(frontend.key.protocol == .udp ? [] : frontend.draining)
    }

    var isEmpty: Bool { byKey.isEmpty && byMark.isEmpty }

    func contains(_ entry: ConntrackEntry) -> Bool {
        guard case .v4(let destination) = entry.original.destination else { return false }
        let key = LoadBalancerFrontend.Key(
            address: destination, port: entry.original.destinationPort, protocol: entry.original.ipProtocol)
        guard let rule = byKey[key] ?? byMark[entry.mark & ruleMask]?[entry.original.ipProtocol] else { return false }
        return rule.cuts(
            entry.translatedDestination.map { LoadBalancerBackend(address: $0.address, port: $0.port) })
    }
}
