import MoatKernel
import MoatModel
import MoatPolicy

/// Which live flows have lost their backend.
///
/// A flow to a backend that is gone is forgotten: its next packet opens a flow to another one,
/// or tells a TCP client at once that the connection is over. A backend that drains, because it
/// ends or fails its probes, keeps its TCP connections; UDP has none to keep and moves on.
struct StrandedFlows {
    private struct Loss {
        var gone: Set<LoadBalancerBackend> = []
        var draining: Set<LoadBalancerBackend> = []
    }

    private var byKey: [LoadBalancerFrontend.Key: Loss] = [:]
    private var byRule: [UInt32: [IPProtocol: Loss]] = [:]
    private let ruleMask: UInt32

    /// What the change from one state to another leaves behind.
    init(from old: LoadBalancerMaps, to new: LoadBalancerMaps, changed: [SlotTarget], ruleMask: UInt32?) {
        self.ruleMask = ruleMask ?? 0
        for target in changed {
            guard let before = old.targets[target] else { continue }
            let after = new.targets[target]
            let kept = Set(after?.backends ?? [])
            let draining = Set(after?.draining ?? [])
            let lost = Set(before.backends + before.draining).subtracting(kept)
            guard !lost.isEmpty else { continue }
            let loss = Loss(gone: lost.subtracting(draining), draining: lost.intersection(draining))
            switch target {
            case .frontend(let key): byKey[key] = loss
            // A rule that is gone is for the firewall, which judges its flows again.
            case .rule(let mark, let ipProtocol) where after != nil: byRule[mark, default: [:]][ipProtocol] = loss
            case .rule: break
            }
        }
    }

    var isEmpty: Bool { byKey.isEmpty && byRule.isEmpty }

    func contains(_ entry: ConntrackEntry) -> Bool {
        guard let translated = entry.translatedDestination, case .v4(let destination) = entry.original.destination
        else { return false }
        let key = LoadBalancerFrontend.Key(
            address: destination, port: entry.original.destinationPort, protocol: entry.original.ipProtocol)
        guard let loss = byKey[key] ?? byRule[entry.mark & ruleMask]?[entry.original.ipProtocol] else { return false }
        let backend = LoadBalancerBackend(address: translated.address, port: translated.port)
        return loss.gone.contains(backend) || entry.original.ipProtocol == .udp && loss.draining.contains(backend)
    }
}
