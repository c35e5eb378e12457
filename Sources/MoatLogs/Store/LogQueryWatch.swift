import Foundation
import Synchronization

/// Interrupts a question when its time is over, somebody cancels it, or the store needs what it
/// holds. The first of these is what it failed with.
final class LogQueryWatch: Sendable {
    private let limits: LogQueryLimits
    private let state: Mutex<State>

    private struct State {
        var connection: DuckDBConnection?
        var reason: LogQueryError?
    }

    init(_ connection: DuckDBConnection, _ limits: LogQueryLimits) {
        self.limits = limits
        state = Mutex(State(connection: connection))
        DispatchQueue.global().asyncAfter(deadline: .now() + max(0, limits.time)) { [weak self] in
            self?.stop(LogQueryError(.timedOut, "the query took longer than \(limits.time) s"))
        }
        limits.cancellation.onCancel { [weak self] in
            self?.stop(LogQueryError(.cancelled, "the query was cancelled"))
        }
    }

    func stop(_ reason: LogQueryError) {
        state.withLock { state in
            guard let connection = state.connection else { return }
            if state.reason == nil { state.reason = reason }
            connection.interrupt()
        }
    }

    /// The question is through; nothing interrupts its connection any more.
    func end() {
        limits.cancellation.onCancel(nil)
        state.withLock { $0.connection = nil }
    }

    /// Why it was interrupted.
    var reason: LogQueryError {
        state.withLock { $0.reason } ?? LogQueryError(.failed, "the log store was opened anew meanwhile; ask again")
    }
}
