import Foundation
import Synchronization

/// Interrupts a question when its time is over or somebody cancels it.
final class LogQueryWatch: Sendable {
    private let limits: LogQueryLimits
    private let state: Mutex<State>

    private struct State {
        var connection: DuckDBConnection?
        var isTimedOut = false
    }

    init(_ connection: DuckDBConnection, _ limits: LogQueryLimits) {
        self.limits = limits
        state = Mutex(State(connection: connection))
        DispatchQueue.global().asyncAfter(deadline: .now() + max(0, limits.time)) { [weak self] in
            self?.stop(isTimedOut: true)
        }
        limits.cancellation.onCancel { [weak self] in self?.stop(isTimedOut: false) }
    }

    private func stop(isTimedOut: Bool) {
        state.withLock { state in
            state.isTimedOut = isTimedOut
            state.connection?.interrupt()
        }
    }

    /// The question is through; nothing interrupts its connection any more.
    func end() {
        limits.cancellation.onCancel(nil)
        state.withLock { $0.connection = nil }
    }

    /// Why it was interrupted.
    var reason: LogQueryError {
        if state.withLock({ $0.isTimedOut }) {
            return LogQueryError(.timedOut, "the query took longer than \(limits.time) s")
        }
        return limits.cancellation.isCancelled
            ? LogQueryError(.cancelled, "the query was cancelled")
            : LogQueryError(.failed, "the log store was opened anew meanwhile; ask again")
    }
}
