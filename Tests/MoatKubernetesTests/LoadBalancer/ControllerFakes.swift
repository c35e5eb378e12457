import MoatModel
import Synchronization

@testable import MoatKubernetes

/// A Kubernetes API that holds Services and does what it is told.
final class FakeAPI: LoadBalancerAPI {
    struct Failure: Error {}

    struct State {
        var services: [ObjectKey: Service] = [:]
        var version = 1000
        var isAway = false
        var conflicts = 0
        var writes: [ServiceWrite] = []
        var events: [LoadBalancerEvent] = []
    }

    let state = Mutex(State())

    func service(_ key: ObjectKey) async throws -> Service? {
        try state.withLock { state in
            if state.isAway { throw Failure() }
            return state.services[key]
        }
    }

    func write(_ write: ServiceWrite) async throws -> Service {
        try state.withLock { state in
            if state.isAway { throw Failure() }
            guard var service = state.services[write.service] else { throw LoadBalancerAPIError.notFound }
            if state.conflicts > 0 {
                // Another was faster.
                state.conflicts -= 1
                state.version += 1
                service.metadata.resourceVersion = "\(state.version)"
                service.metadata.labels["changed"] = "\(state.version)"
                state.services[write.service] = service
            }
            guard write.resourceVersion == nil || write.resourceVersion == service.metadata.resourceVersion else {
                throw LoadBalancerAPIError.conflict
            }
            state.writes.append(write)
            switch write.change {
            case .finalizers(let list): service.metadata.finalizers = list
            case .status(let status): service.status = status
            }
            state.version += 1
            service.metadata.resourceVersion = "\(state.version)"
            let isGone = service.metadata.deletionTimestamp != nil && service.metadata.finalizers.isEmpty
            state.services[write.service] = isGone ? nil : service
            return service
        }
    }

    func record(_ event: LoadBalancerEvent) {
        state.withLock { $0.events.append(event) }
    }

    func put(_ service: Service) -> Service {
        state.withLock { state in
            var service = service
            state.version += 1
            service.metadata.resourceVersion = "\(state.version)"
            state.services[service.key] = service
            return service
        }
    }

    func get(_ name: String) -> Service? { state.withLock { $0.services[Make.key(name)] } }
    var reasons: [String] { state.withLock { $0.events.map(\.reason) } }
}

/// A data path that remembers what it was told.
final class FakeDataPath: LoadBalancerDataPath {
    struct Failure: Error, CustomStringConvertible {
        var description: String { "no memory" }
    }

    struct State {
        var tables: [[LoadBalancerFrontend]] = []
        var fails = false
        var withdrawals = 0
    }

    let state = Mutex(State())

    func withdraw() async throws {
        try await apply([])
        state.withLock { $0.withdrawals += 1 }
    }

    func apply(_ frontends: [LoadBalancerFrontend]) async throws {
        try state.withLock { state in
            if state.fails { throw Failure() }
            state.tables.append(frontends)
        }
    }

    var table: [LoadBalancerFrontend]? { state.withLock { $0.tables.last } }
    var count: Int { state.withLock { $0.tables.count } }
    func fail(_ fails: Bool) { state.withLock { $0.fails = fails } }

    /// The backends of the frontend at a port.
    func backends(_ port: UInt16 = 80) -> [String]? {
        table?.first { $0.key.port == port }?.backends.map(\.description)
    }
}

/// A prober that finds what it is told to find.
final class FakeProber: LoadBalancerProber {
    let targets = Mutex<Set<ProbeTarget>>([])
    private let stream: AsyncStream<ProbeReport>
    private let continuation: AsyncStream<ProbeReport>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func change(adding: [ProbeTarget: ObjectKey], removing: Set<ProbeTarget>) {
        targets.withLock { targets in
            targets.subtract(removing)
            targets.formUnion(adding.keys)
        }
    }

    func run(_ report: @escaping @Sendable (ProbeReport) async -> Void) async throws {
        for await next in stream { await report(next) }
    }

    func reports() async -> [ProbeTarget: ProbeReport] { [:] }

    let notAsked: UInt64 = 0

    func find(_ target: ProbeTarget, _ state: ProbeHealth.State) {
        continuation.yield(ProbeReport(target, state, since: 1, failure: "no answer in time"))
    }
}
