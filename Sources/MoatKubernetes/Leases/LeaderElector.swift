import FoundationEssentials
public import Logging
import MoatHTTPClient
import Synchronization

/// Lets one of several processes lead, by a Lease of the API (coordination.k8s.io/v1).
public final class LeaderElector: Sendable {
    /// What a status shows.
    public struct Status: Hashable, Sendable {
        public var isLeading = false
        /// Who held the lease when it was last seen; empty for nobody.
        public var holder = ""
        /// Requests that failed, save for those that another was faster with.
        public var failures = 0
        public var lastError: String?

        public init() {}
    }

    private struct State {
        var lease: LeaseState
        var failures = 0
        var lastError: String?
    }

    private let client: KubernetesClient
    private let key: ObjectKey
    let identity: String
    private let policy: LeasePolicy
    private let logger: Logger
    private let state: Mutex<State>

    /// `identity` must be another in every process that there ever is, such as a host's name with a random part.
    public init(
        _ client: KubernetesClient, lease key: ObjectKey, identity: String, policy: LeasePolicy = LeasePolicy(),
        logger: Logger
    ) {
        self.client = client
        self.key = key
        self.identity = identity
        self.policy = policy
        self.logger = logger
        state = Mutex(State(lease: LeaseState(identity: identity, policy: policy)))
    }

    /// Whether this process leads now. It is asked by its own clock, so that it holds also where the task that
    /// leads is late to learn that it has been cancelled.
    public var isLeading: Bool { state.withLock { $0.lease.isLeading(at: .now) } }

    public var status: Status {
        state.withLock { state in
            var status = Status()
            status.isLeading = state.lease.isLeading(at: .now)
            status.holder = state.lease.observed.holderIdentity ?? ""
            status.failures = state.failures
            status.lastError = state.lastError
            return status
        }
    }

    /// Waits for the lease, calls `lead` while it is held, and waits again where it is lost, until the task is
    /// cancelled or `lead` ends by itself. Where the lease is lost `lead` is cancelled, and has the time between
    /// `renewDeadline` and `leaseDuration` to end. At the end the lease is given up, so that another takes
    /// it at once.
    ///
    /// - Throws: what `lead` throws by itself; `CancellationError` where the task is cancelled
    public func run(_ lead: @escaping @Sendable () async throws -> Void) async throws {
        while true {
            try await acquire()
            logger.info("leading", metadata: ["lease": "\(key)"])
            let result = await hold(lead)
            if let result {
                await release()
                return try result.get()
            }
            logger.warning("leading no more: the lease could not be renewed", metadata: ["lease": "\(key)"])
        }
    }

    private func acquire() async throws {
        while true {
            try Task.checkCancellation()
            await attempt(within: policy.renewDeadline)
            if isLeading { return }
            // Those who wait for the same lease do not all come at once; the factor is client-go's.
            try await Task.sleep(for: policy.retryPeriod * .random(in: 1...2.2))
        }
    }

    /// What `lead` ended with; nil where the lease was lost.
    private func hold(_ lead: @escaping @Sendable () async throws -> Void) async -> Result<Void, any Error>? {
        await withTaskGroup(of: Result<Void, any Error>?.self) { group in
            group.addTask {
                do {
                    return .success(try await lead())
                } catch {
                    return .failure(error)
                }
            }
            group.addTask { [self] in
                await renew()
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            guard first == nil, Task.isCancelled else { return first }
            // It was not the lease that ended this.
            return .failure(CancellationError())
        }
    }

    /// Renews until that fails for too long, or the task is cancelled.
    private func renew() async {
        while !Task.isCancelled {
            guard let rest = rest else { return }
            try? await Task.sleep(for: min(policy.retryPeriod, rest))
            guard let rest = self.rest, !Task.isCancelled else { return }
            // A request that hangs must leave time for another.
            await attempt(within: min(rest, policy.renewDeadline / 2))
        }
    }

    /// How long this process may lead without another renewal; nil where it does not lead.
    private var rest: Duration? {
        let now = ContinuousClock.now
        return state.withLock { $0.lease.leadingUntil }.flatMap { $0 > now ? $0 - now : nil }
    }
}

extension LeaderElector {
    /// Looks, and renews or takes the lease where that may be.
    private func attempt(within time: Duration) async {
        do {
            let isDone: Void? = try await withTimeLimit(time) { [self] in
                var action = state.withLock { $0.lease.next(at: .now, wall: .now) }
                if action == .read {
                    let lease = try await current()
                    action = state.withLock { $0.lease.read(lease, at: .now, wall: .now) }
                }
                try await write(action)
            }
            if isDone == nil { throw KubernetesError(.timedOut, "not answered within \(time)") }
            state.withLock { $0.lastError = nil }
        } catch {
            let refusal = error as? KubernetesError
            let isRace = refusal.map { $0.isConflict || $0.isAlreadyExists } ?? false
            state.withLock { state in
                if refusal?.isNotFound == true { state.lease.vanished() } else { state.lease.failed() }
                guard !isRace, !(error is CancellationError) else { return }
                state.failures += 1
                state.lastError = "\(error)"
            }
            logger.debug("a lease was not taken", metadata: ["lease": "\(key)", "error": "\(error)"])
        }
    }

    private func current() async throws -> Lease? {
        do {
            return try await client.get(key, as: Lease.self)
        } catch let error as KubernetesError where error.isNotFound {
            return nil
        }
    }

    private func write(_ action: LeaseState.Action) async throws {
        let sent = ContinuousClock.now
        let lease: Lease
        switch action {
        case .read, .wait: return
        case .create(let spec):
            lease = try await client.create(
                Lease(metadata: ObjectMeta(name: key.name, namespace: key.namespace), spec: spec))
        case .update(let spec, let version):
            let patch: JSONValue = [
                "metadata": ["resourceVersion": .string(version)], "spec": try JSONValue(encoding: spec),
            ]
            lease = try await client.patch(key, as: Lease.self, .merge(patch))
        }
        state.withLock { $0.lease.wrote(lease, sent: sent, at: .now) }
    }

    private func release() async {
        state.withLock { $0.lease.stop() }
        // The task may be cancelled already, which is often why the lease is given up.
        await Task {
            do {
                let isDone: Void? = try await withTimeLimit(policy.renewDeadline) { [self] in
                    let lease = try await current()
                    try await write(state.withLock { $0.lease.release(lease, wall: .now) })
                }
                if isDone == nil { throw KubernetesError(.timedOut, "not answered in time") }
            } catch {
                logger.warning(
                    "the lease was not given up; it ends by itself",
                    metadata: ["lease": "\(key)", "error": "\(error)"])
            }
        }.value
    }
}
