public import Foundation
public import MoatLogs
import Synchronization
import Testing

/// Keeps records in memory, as the JSON that they are, and fails or waits when told to. A record
/// that does not fit the schema of its table fails the test.
public final class MemoryLogStore: LogStore {
    private struct State {
        var lines: [LogLine] = []
        var accepted = 0
        var givenUp = 0
        var failure: LogQueryError?
        var gate: DispatchSemaphore?
    }

    private let origin: LogOrigin
    private let state = Mutex(State())

    public init(origin: LogOrigin = LogOrigin(firewall: "edge")) {
        self.origin = origin
    }

    /// Makes every write fail from now on; nil ends that.
    public func fail(_ failure: LogQueryError?) { state.withLock { $0.failure = failure } }

    /// Makes every write wait; nil ends that for later ones.
    public func wait(at gate: DispatchSemaphore?) { state.withLock { $0.gate = gate } }

    public var accepted: Int { state.withLock { $0.accepted } }
    public var givenUp: Int { state.withLock { $0.givenUp } }

    public func accept(_ count: Int) { state.withLock { $0.accepted += count } }

    public func giveUp(_ count: Int) { state.withLock { $0.givenUp += count } }

    public func write(_ batch: [LogRecord]) throws {
        state.withLock { $0.gate }?.wait()
        let lines = batch.map { $0.line(origin) }
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            state.lines += lines
        }
        for line in lines {
            do { try LogTableSchema.check(line.json) } catch { Issue.record(error) }
        }
    }

    /// Stores lines as they are.
    public func put(_ lines: [LogLine]) { state.withLock { $0.lines += lines } }

    public func lines(of table: LogTable) -> [LogLine] { lines.filter { $0.table == table } }

    public var lines: [LogLine] { state.withLock { $0.lines } }

    public func read(tables: Set<LogTable>, since: Date?, limit: Int) throws -> [LogLine] {
        let found = lines.filter { line in tables.contains(line.table) && (since.map { line.time >= $0 } ?? true) }
        return Array(found.suffix(limit))
    }

    public func maintain(at now: Date) throws {}

    public var losses: [String: UInt64] { [:] }

    public func query(_ sql: String, limits: LogQueryLimits, tables: [LogExternalTable]) throws -> LogQueryResult {
        throw LogQueryError(.failed, "records in memory cannot be asked")
    }
}
