import MoatKubernetes
import Synchronization

/// What the changes of Services add up to.
final class StoreReader: Sendable {
    private let state = Mutex<(services: [String: Int32], replacements: Int)>(([:], 0))

    /// The first port of every Service by its name.
    var services: [String: Int32] { state.withLock { $0.services } }
    var replacements: Int { state.withLock { $0.replacements } }

    func read(_ changes: ObjectChanges<Service>) async {
        for await change in changes { apply(change) }
    }

    func apply(_ change: ObjectChange<Service>) {
        state.withLock { state in
            switch change {
            case .replaced(let services):
                state.services = [:]
                state.replacements += 1
                for service in services {
                    state.services[service.metadata.name] = service.spec.ports.first?.port
                }
            case .applied(let service): state.services[service.metadata.name] = service.spec.ports.first?.port
            case .deleted(let service): state.services[service.metadata.name] = nil
            }
        }
    }
}
