import FoundationEssentials
import HeapModule
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// Asks thousands of backends over and over. All its state belongs to one event loop; a probe is a
/// connection that is closed as soon as the answer is there.
///
/// A new target is asked at once, and then once in each interval at a place of its own in it, so
/// that targets which came together are not asked together. No more than `concurrency` connections
/// are open; what comes due meanwhile waits, and its time counts from when it is begun. Services
/// take turns, so that one whose many backends do not answer delays no other's probes.
public final class ProbeRunner: LoadBalancerProber {
    let loop: any EventLoop
    let concurrency: Int
    let tls: NIOSSLContext
    private let unasked = Atomic<UInt64>(0)
    private let state: NIOLoopBoundBox<State>
    private let reportStream: AsyncStream<ProbeReport>
    private let reporting: AsyncStream<ProbeReport>.Continuation

    struct State {
        var entries: [ProbeTarget: Entry] = [:]
        var running = 0
        var queue = TurnQueue<ObjectKey, Waiting>()
        /// When to ask again. One that is gone stays until its time has come.
        var due = Heap<Due>()
        /// The only timer for all: the loop looks through all its timers for one that is cancelled, as each
        /// connection cancels some.
        var timer: (deadline: NIODeadline, task: Scheduled<Void>)?
        /// Tells a target from one that was removed and added again.
        var generation: UInt64 = 0
    }

    /// One that was removed meanwhile, and perhaps added again, is not asked.
    struct Waiting {
        var target: ProbeTarget
        var generation: UInt64
    }

    struct Entry {
        var generation: UInt64
        /// The Service in whose turn it is asked.
        var service: ObjectKey
        var health: ProbeHealth
        var report: ProbeReport?
    }

    struct Due: Comparable {
        var deadline: NIODeadline
        var generation: UInt64
        var target: ProbeTarget

        static func < (left: Due, right: Due) -> Bool { left.deadline < right.deadline }
    }

    /// - Throws: `NIOSSLError` where TLS cannot be set up
    public convenience init(concurrency: Int = 1024) throws {
        try self.init(concurrency: concurrency, on: MultiThreadedEventLoopGroup.singleton.next())
    }

    /// - Throws: `NIOSSLError` where TLS cannot be set up
    init(concurrency: Int, on loop: any EventLoop) throws {
        // Azure verifies no certificate either: its page on health probes only wants signatures with SHA-256.
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        tls = try NIOSSLContext(configuration: configuration)
        self.loop = loop
        self.concurrency = max(1, concurrency)
        state = NIOLoopBoundBox.makeBoxSendingValue(State(), eventLoop: loop)
        // One report a change of state, and states of a target change once in an interval at most.
        (reportStream, reporting) = AsyncStream.makeStream()
    }

    public func change(adding: [ProbeTarget: ObjectKey], removing: Set<ProbeTarget>) {
        loop.execute { [self] in
            for target in removing { state.value.entries[target] = nil }
            for (target, service) in adding where state.value.entries[target] == nil {
                state.value.generation += 1
                state.value.entries[target] = Entry(
                    generation: state.value.generation, service: service,
                    health: ProbeHealth(threshold: target.threshold))
                state.value.queue.append(
                    Waiting(target: target, generation: state.value.generation), of: service)
            }
            startQueued()
        }
    }

    public func run(_ report: @escaping @Sendable (ProbeReport) async -> Void) async throws {
        for await next in reportStream { await report(next) }
        removeAll()
    }

    public func reports() async -> [ProbeTarget: ProbeReport] {
        let future = loop.submit { [state] in state.value.entries.compactMapValues(\.report) }
        return (try? await future.get()) ?? [:]
    }

    public var notAsked: UInt64 { unasked.load(ordering: .relaxed) }

    private func removeAll() {
        loop.execute { [state] in
            state.value.timer?.task.cancel()
            state.value = State()
        }
    }
}

extension ProbeRunner {
    private func startQueued() {
        while state.value.running < concurrency, let next = state.value.queue.popFirst() {
            guard state.value.entries[next.target]?.generation == next.generation else { continue }
            start(next.target, next.generation)
        }
    }

    private func start(_ target: ProbeTarget, _ generation: UInt64) {
        state.value.running += 1
        let began = NIODeadline.now()
        ask(target).whenComplete { [self] result in
            state.value.running -= 1
            finish(target, generation, began, (try? result.get()) ?? .notAsked)
            startQueued()
        }
    }

    private func finish(
        _ target: ProbeTarget, _ generation: UInt64, _ began: NIODeadline, _ outcome: ProbeOutcome
    ) {
        guard var entry = state.value.entries[target], entry.generation == generation else { return }
        let interval = TimeAmount(target.interval)
        // The first pause is any part of the interval, by which targets that came together part; it
        // begins with the answer, so that they part also where all answers are late.
        let isFirst = entry.report == nil
        let due = isFirst ? .now() + .nanoseconds(.random(in: 0...max(1, interval.nanoseconds))) : began + interval
        if let report = take(outcome, of: target, &entry) { reporting.yield(report) }
        state.value.entries[target] = entry
        state.value.due.insert(Due(deadline: due, generation: generation, target: target))
        setTimer()
    }

    /// Wakes when the next is due.
    private func setTimer() {
        guard let next = state.value.due.min?.deadline else { return }
        if let timer = state.value.timer {
            guard next < timer.deadline else { return }
            timer.task.cancel()
        }
        let task = loop.scheduleTask(deadline: next) { [self] in
            state.value.timer = nil
            let now = NIODeadline.now()
            while let first = state.value.due.min, first.deadline <= now {
                state.value.due.removeMin()
                guard let entry = state.value.entries[first.target], entry.generation == first.generation else {
                    continue
                }
                state.value.queue.append(
                    Waiting(target: first.target, generation: first.generation), of: entry.service)
            }
            startQueued()
            setTimer()
        }
        state.value.timer = (next, task)
    }

    /// A report where the state changed.
    private func take(_ outcome: ProbeOutcome, of target: ProbeTarget, _ entry: inout Entry) -> ProbeReport? {
        var failure: String?
        switch outcome {
        case .success: break
        case .failure(let text): failure = text
        case .notAsked:
            unasked.add(1, ordering: .relaxed)
            return nil
        }
        let changed = entry.health.take(success: failure == nil)
        let known = changed ? nil : entry.report?.since
        let report = ProbeReport(
            target, entry.health.state, since: known ?? Date().timeIntervalSince1970,
            failure: failure ?? entry.report?.failure)
        entry.report = report
        return changed ? report : nil
    }
}
