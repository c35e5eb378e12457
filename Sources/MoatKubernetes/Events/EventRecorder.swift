import FoundationEssentials
public import Logging
import Synchronization

/// Tells people what happened to objects, by events that `kubectl describe` shows. What happens again is
/// counted in the event that is there.
///
/// `record` never waits and never fails; `run` sends, in a task of its own. What cannot be sent is counted
/// and logged.
public final class EventRecorder: Sendable {
    private let client: KubernetesClient
    private let component: String
    private let instance: String
    private let policy: EventPolicy
    private let logger: Logger
    private let queue: BoundedChannel<EventNote>
    private let numbers: Mutex<UInt64>
    private let state = Mutex(EventCounts())

    /// `component` says who reports, `instance` which of several, usually a host.
    public init(
        _ client: KubernetesClient, component: String, instance: String, policy: EventPolicy = EventPolicy(),
        logger: Logger
    ) {
        self.client = client
        self.component = component
        self.instance = instance
        self.policy = policy
        self.logger = logger
        queue = BoundedChannel(capacity: policy.capacity)
        // Names of events begin with the time in nanoseconds, as client-go's do; from there it is counted on.
        numbers = Mutex(UInt64(max(0, min(Date.now.timeIntervalSince1970 * 1e9, 1.8e19))))
    }

    /// What became of the events so far.
    public var counts: EventCounts { state.withLock { $0 } }

    /// Notes that something happened. `reason` is one word in CamelCase; `message` is cut at 1,024 bytes.
    public func record(_ type: EventType, _ reason: String, _ message: String, about object: ObjectReference) {
        if !queue.offer(EventNote(object, type, reason, message)) {
            state.withLock { $0.dropped += 1 }
        }
    }

    /// Sends what is recorded, until the task is cancelled.
    public func run() async {
        var correlator = EventCorrelator(policy)
        while let note = await queue.next() {
            var backoff = Backoff(minimum: policy.minimumDelay, maximum: policy.maximumDelay)
            switch correlator.decide(note, now: .now) {
            case .leaveOut: state.withLock { $0.limited += 1 }
            case .count(let name, let count):
                await send(note, &backoff) { try await self.count(note, name, count, &correlator) }
            case .create:
                await send(note, &backoff) { try await self.create(note, &correlator) }
            }
        }
    }

    private func send(_ note: EventNote, _ backoff: inout Backoff, _ body: () async throws -> Void) async {
        while true {
            do {
                return try await body()
            } catch {
                let isPassing = (error as? KubernetesError).map(Self.isPassing) ?? false
                guard isPassing, !Task.isCancelled, backoff.failures + 1 < policy.attempts else {
                    state.withLock { $0.failed += 1 }
                    logger.warning(
                        "an event was not taken",
                        metadata: [
                            "reason": "\(note.reason)", "object": "\(note.namespace)/\(note.object.name ?? "")",
                            "error": "\(error)",
                        ])
                    return
                }
                try? await Task.sleep(for: backoff.next(random: .random(in: 0...1)))
            }
        }
    }

    private func create(_ note: EventNote, _ correlator: inout EventCorrelator) async throws {
        let name = note.name(
            number: numbers.withLock { number in
                number &+= 1
                return number
            })
        _ = try await client.create(
            note.event(name: name, component: component, instance: instance, now: .now))
        correlator.sent(note, name: name, count: 1, now: .now)
        state.withLock { $0.created += 1 }
    }

    private func count(
        _ note: EventNote, _ name: String, _ count: Int32, _ correlator: inout EventCorrelator
    ) async throws {
        do {
            let patch: JSONValue = [
                "count": .int(Int64(count)), "lastTimestamp": .string("\(Time(.now))"),
            ]
            _ = try await client.patch(
                ObjectKey(namespace: note.namespace, name: name), as: Event.self, .merge(patch))
            correlator.sent(note, name: name, count: count, now: .now)
            state.withLock { $0.repeated += 1 }
        } catch let error as KubernetesError where error.isNotFound {
            correlator.forget(note)
            try await create(note, &correlator)
        }
    }

    private static func isPassing(_ error: KubernetesError) -> Bool {
        switch error.kind {
        case .unreachable, .timedOut, .credentials: true
        case .refused: (error.code ?? 0) >= 500 || error.code == 429
        case .unreadable, .tooLarge, .invalidRequest: false
        }
    }
}
