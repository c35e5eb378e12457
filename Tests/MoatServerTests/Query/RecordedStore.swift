import Foundation
import MoatLogs
import Synchronization

/// A store that notes what it is asked and answers what a test wants.
final class RecordedStore: LogQuerying {
    private struct State {
        var asked: [String] = []
        var tables: [LogExternalTable] = []
        var running = 0
        var mostRunning = 0
        var wasCancelled = false
    }

    private let state = Mutex(State())
    private let result: Result<LogQueryResult, LogQueryError>
    /// How long an answer takes, unless it is cancelled.
    private let seconds: Double

    init(
        _ result: Result<LogQueryResult, LogQueryError> = .success(LogQueryResult(columns: [], rows: [])),
        seconds: Double = 0
    ) {
        self.result = result
        self.seconds = seconds
    }

    var asked: [String] { state.withLock { $0.asked } }
    var tables: [LogExternalTable] { state.withLock { $0.tables } }
    var mostRunning: Int { state.withLock { $0.mostRunning } }
    var wasCancelled: Bool { state.withLock { $0.wasCancelled } }

    func query(_ sql: String, limits: LogQueryLimits, tables: [LogExternalTable]) throws -> LogQueryResult {
        state.withLock { state in
            state.asked.append(sql)
            state.tables = tables
            state.running += 1
            state.mostRunning = max(state.mostRunning, state.running)
        }
        defer { state.withLock { $0.running -= 1 } }
        let end = Date(timeIntervalSinceNow: min(seconds, limits.time))
        while Date() < end {
            if limits.cancellation.isCancelled {
                state.withLock { $0.wasCancelled = true }
                throw LogQueryError(.cancelled, "cancelled")
            }
            Thread.sleep(forTimeInterval: 0.01)
        }
        if seconds > limits.time { throw LogQueryError(.timedOut, "too slow") }
        var found = try result.get()
        found.isTruncated = found.isTruncated || found.rows.count > limits.rows
        found.rows = Array(found.rows.prefix(limits.rows))
        return found
    }
}
