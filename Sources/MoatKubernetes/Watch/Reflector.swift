import FoundationEssentials
public import Logging
import Synchronization

/// Follows the objects of a kind: tells them all, and then what changes, whatever happens to the API or the
/// way to it. The first change is always `.replaced`.
///
/// `run` does the work, in a task of its own; one other task reads `changes`. A reader that is slow slows
/// the server and loses nothing.
public final class Reflector<Object: KubernetesObject>: Sendable {
    private let client: KubernetesClient
    private let selection: Selection
    private let logger: Logger
    private let state: Mutex<WatchState>
    private let channel: BoundedChannel<ObjectChange<Object>>

    public init(
        _ client: KubernetesClient, of type: Object.Type = Object.self, _ selection: Selection = .all,
        policy: WatchPolicy = WatchPolicy(), logger: Logger
    ) {
        self.client = client
        self.selection = selection
        self.logger = logger
        state = Mutex(WatchState(policy))
        channel = BoundedChannel(capacity: policy.capacity)
    }

    /// For one reader.
    public var changes: ObjectChanges<Object> { ObjectChanges(channel: channel) }

    public var status: WatchStatus { state.withLock { $0.status } }

    /// Follows the objects until the task is cancelled; then `changes` ends.
    public func run() async {
        while !Task.isCancelled {
            let action = state.withLock { $0.next(random: .random(in: 0...1)) }
            do {
                switch action {
                case .list: try await list()
                case .watch(let version, let time): try await watch(from: version, time: time)
                case .wait(let time): try await Task.sleep(for: time)
                }
            } catch {
                if Task.isCancelled { break }
                note { $0.failed(error, now: .now) }
            }
        }
        channel.finish()
    }

    private func list() async throws {
        let list = try await client.list(Object.self, selection)
        try await channel.send(.replaced(list.items))
        note { $0.listed(version: list.metadata.resourceVersion, now: .now) }
    }

    private func watch(from version: String, time: Duration) async throws {
        let begin = ContinuousClock.now
        try await client.watch(Object.self, selection, from: version, timeout: time) { [self] in
            note { $0.opened(now: .now) }
        } _: { [self] event in
            switch event {
            case .added(let object), .modified(let object):
                try await tell(.applied(object), object)
            case .deleted(let object):
                try await tell(.deleted(object), object)
            case .bookmark(let version):
                note { $0.received(version: version, isChange: false, now: .now) }
            }
        }
        note { $0.ended(after: ContinuousClock.now - begin, now: .now) }
    }

    /// The state moves only once the change is where the reader finds it.
    private func tell(_ change: ObjectChange<Object>, _ object: Object) async throws {
        try await channel.send(change)
        note { $0.received(version: object.metadata.resourceVersion, isChange: true, now: .now) }
    }

    private func note(_ body: (inout WatchState) -> Void) {
        let (before, status) = state.withLock { state in
            let before = state.status.failuresInARow
            body(&state)
            return (before, state.status)
        }
        if before > 0, status.failuresInARow == 0 {
            logger.info("following \(Object.plural) again", metadata: ["failures": "\(before)"])
        } else if status.failuresInARow > before {
            // The first of a row is news; the others say the same.
            logger.log(
                level: before == 0 ? .warning : .debug, "cannot follow \(Object.plural)",
                metadata: ["error": "\(status.lastError ?? "")", "failures": "\(status.failuresInARow)"])
        }
    }
}
