public import Foundation
public import Logging
import Synchronization

/// Takes records from the threads that judge, and stores and shows them from a thread of
/// its own. The queue between is bounded: when the store is slower than the traffic, the
/// newest records are dropped and counted, and traffic does not wait.
public final class LogWriter: Sendable {
    /// How long records may wait before they are stored.
    static let interval = 0.25

    private struct Queue {
        var records: [LogRecord] = []
        var isStopping = false
    }

    private struct Follower {
        var tables: Set<LogTable>
        var continuation: AsyncStream<LogLine>.Continuation
    }

    private let capacity: Int
    private let origin: LogOrigin
    private let store: any LogStore
    private let logger: Logger
    private let queue = Mutex(Queue())
    private let followers = Mutex<[UUID: Follower]>([:])
    private let dropped = Mutex<[LogTable: UInt64]>([:])
    private let unstored = Atomic<UInt64>(0)
    private let unfollowed = Atomic<UInt64>(0)
    private let unaggregated = Atomic<UInt64>(0)
    private let finished = DispatchSemaphore(value: 0)

    /// At most `capacity` records may wait, about 200 bytes each.
    public init(store: any LogStore, origin: LogOrigin, capacity: Int = 262_144, logger: Logger) {
        self.store = store
        self.origin = origin
        self.capacity = capacity
        self.logger = logger
        let thread = Thread { [self] in run() }
        thread.name = "moat-log"
        thread.start()
    }

    /// Takes a batch of records; never waits for the store.
    public func append(_ records: [LogRecord]) {
        let rejected: ArraySlice<LogRecord> = queue.withLock { queue in
            let room = queue.isStopping ? 0 : max(0, capacity - queue.records.count)
            queue.records.append(contentsOf: records.prefix(room))
            store.accept(min(room, records.count))
            return records.dropFirst(room)
        }
        guard !rejected.isEmpty else { return }
        dropped.withLock { dropped in
            for record in rejected { dropped[record.table, default: 0] += 1 }
        }
    }

    /// Records lost, by reason.
    public var losses: [String: UInt64] {
        var losses = store.losses
        losses["log records that could not be stored"] = unstored.load(ordering: .relaxed)
        for (table, count) in dropped.withLock({ $0 }) {
            losses["log records dropped, \(table.rawValue)"] = count
        }
        losses["decisions not aggregated, too many kinds in a minute"] = unaggregated.load(ordering: .relaxed)
        losses["log records not shown to a follower"] = unfollowed.load(ordering: .relaxed)
        return losses
    }

    /// Stored records; see `LogStore.read`.
    public func read(tables: Set<LogTable>, since: Date?, limit: Int) throws -> [LogLine] {
        try store.read(tables: tables, since: since, limit: limit)
    }

    /// Records from now on. A follower that does not keep up misses the oldest.
    public func follow(tables: Set<LogTable>) -> AsyncStream<LogLine> {
        AsyncStream(bufferingPolicy: .bufferingNewest(16_384)) { continuation in
            let id = UUID()
            followers.withLock { $0[id] = Follower(tables: tables, continuation: continuation) }
            continuation.onTermination = { [weak self] _ in
                _ = self?.followers.withLock { $0.removeValue(forKey: id) }
            }
        }
    }

    /// Stores what waits, ends the followers and stops the thread.
    public func stop() {
        let isFirst = queue.withLock { queue in
            defer { queue.isStopping = true }
            return !queue.isStopping
        }
        guard isFirst else { return }
        finished.wait()
        for follower in followers.withLock({ Array($0.values) }) {
            follower.continuation.finish()
        }
    }

    private func run() {
        // Who judges and answers goes first; what waits meanwhile has room in the queue.
        ThreadPriority.lower()
        var isFailing = false
        var records: [LogRecord] = []
        var aggregator = LogAggregator()
        while true {
            // The two arrays change places, so that neither is allocated anew each time; a large
            // one stays while there is much to store.
            records.removeAll(keepingCapacity: records.capacity < 65_536 || records.count > records.capacity / 8)
            let isStopping = queue.withLock { queue in
                swap(&queue.records, &records)
                return queue.isStopping
            }
            aggregator.add(records)
            let counts = isStopping && records.isEmpty ? aggregator.takeAll() : aggregator.take(at: .now())
            store.accept(counts.count)
            records += counts
            unaggregated.store(aggregator.overflow, ordering: .relaxed)
            if records.isEmpty {
                if isStopping { break }
            } else {
                keep(records, &isFailing)
                show(records)
            }
            // An error of it shows itself in writing as well.
            try? store.maintain(at: Date())
            if !isStopping { Thread.sleep(forTimeInterval: Self.interval) }
        }
        finished.signal()
    }

    private func keep(_ records: [LogRecord], _ isFailing: inout Bool) {
        do {
            try store.write(records)
            if isFailing { logger.notice("log records are stored again") }
            isFailing = false
        } catch {
            store.giveUp(records.count)
            unstored.add(UInt64(records.count), ordering: .relaxed)
            if !isFailing { logger.error("log records cannot be stored, filtering goes on: \(error)") }
            isFailing = true
        }
    }

    /// Records become text only where somebody follows.
    private func show(_ records: [LogRecord]) {
        let followers = followers.withLock { Array($0.values) }
        guard !followers.isEmpty else { return }
        for record in records where followers.contains(where: { $0.tables.contains(record.table) }) {
            let line = record.line(origin)
            for follower in followers where follower.tables.contains(line.table) {
                if case .dropped = follower.continuation.yield(line) {
                    unfollowed.add(1, ordering: .relaxed)
                }
            }
        }
    }
}
