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
    /// Addresses of which all is known: flows that were translated there are at frontends in `known`.
    private let addresses: Set<IPv4Address>
    private let known: Set<LoadBalancerFrontend.Key>
    private let ruleMask: UInt32

    /// What the change from one state to another leaves behind.
    /// - Parameters:
    ///   - old: the state before
    ///   - new: what is in force now
    ///   - changed: the targets that are not as they were
    ///   - ruleMask: the bits of a mark that name a DNAT rule; nil where there are none
    init(from old: LoadBalancerMaps, to new: LoadBalancerMaps, changed: [SlotTarget], ruleMask: UInt32?) {
        self.ruleMask = ruleMask ?? 0
        addresses = []
        known = []
        for target in changed { compare(target, old, new) }
    }

    /// What is left of states that are not all known, as another may have been in force meanwhile.
    /// - Parameters:
    ///   - addresses: those that they may have had
    ///   - new: what is in force now
    ///   - ruleMask: the bits of a mark that name a DNAT rule; nil where there are none
    init(at addresses: Set<IPv4Address>, besides new: LoadBalancerMaps, ruleMask: UInt32?) {
        self.ruleMask = ruleMask ?? 0
        self.addresses = addresses.union(new.addresses)
        known = Set(new.targets.values.map(\.key))
        for (target, frontend) in new.targets { add(.keepAt(Self.kept(frontend)), for: target) }
        // What a rule leads to may have been a frontend.
        for (mark, place) in new.rules {
            for target in [SlotTarget.rule(mark: mark, .tcp), .rule(mark: mark, .udp)]
            where new.targets[target] == nil {
                add(.keepAt([place]), for: target)
            }
        }
    }

    private mutating func compare(_ target: SlotTarget, _ old: LoadBalancerMaps, _ new: LoadBalancerMaps) {
        switch (old.targets[target], new.targets[target]) {
        case (let before?, let after?):
            let lost = Set(before.backends + before.draining).subtracting(Self.kept(after))
            if !lost.isEmpty { add(.cutAt(lost), for: target) }
        case (nil, let after?):
            add(.keepAt(Self.kept(after)), for: target)
        case (let before?, nil):
            // A rule that is gone is for the firewall, which judges its flows again; one that has
            // only lost its frontend is not.
            if case .rule(let mark, _) = target, new.rules[mark] == nil { break }
            add(.cutAt(Set(before.backends + before.draining)), for: target)
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

    var isEmpty: Bool { byKey.isEmpty && byMark.isEmpty && addresses.isEmpty }

    func contains(_ entry: ConntrackEntry) -> Bool {
        guard case .v4(let destination) = entry.original.destination else { return false }
        let key = LoadBalancerFrontend.Key(
            address: destination, port: entry.original.destinationPort, protocol: entry.original.ipProtocol)
        let place = entry.translatedDestination.map { LoadBalancerBackend(address: $0.address, port: $0.port) }
        if let rule = byKey[key] ?? byMark[entry.mark & ruleMask]?[entry.original.ipProtocol] {
            return rule.cuts(place)
        }
        // At a frontend that went while nobody looked.
        return place != nil && addresses.contains(destination) && !known.contains(key)
    }
}
