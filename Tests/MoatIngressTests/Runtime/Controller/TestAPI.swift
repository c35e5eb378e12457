import MoatKubernetes
import Synchronization

@testable import MoatIngress

/// Keeps what is written, and fails as often as it is told.
final class TestAPI: IngressAPI {
    struct State {
        var writes: [(key: ObjectKey, addresses: [String])] = []
        var problems: [IngressProblem] = []
        var failures = 0
    }

    let state = Mutex(State())

    func write(_ addresses: [IngressLoadBalancerIngress], to ingress: ObjectKey) async throws {
        try state.withLock { state in
            guard state.failures == 0 else {
                state.failures -= 1
                throw IngressRuntimeError(.noAnswer, "the API is away")
            }
            state.writes.append((ingress, addresses.compactMap { $0.ip ?? $0.hostname }))
        }
    }

    func record(_ problem: IngressProblem) {
        state.withLock { $0.problems.append(problem) }
    }

    var written: [String] { state.withLock { $0.writes.map { "\($0.key)=\($0.addresses.joined(separator: ","))" } } }

    var reasons: [String] { state.withLock { $0.problems.map(\.reason) } }
}
