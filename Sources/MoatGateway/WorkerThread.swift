import Foundation
import Synchronization

/// A thread with a set-up step whose failure the starter hears of.
enum WorkerThread {
    /// Starts a thread that runs `setUp` and then `body` with what that made.
    /// - Throws: what `setUp` threw; the thread is gone then.
    static func start<Resource>(
        name: String, setUp: @escaping @Sendable () throws -> Resource,
        body: @escaping @Sendable (consuming Resource) -> Void
    ) throws {
        let outcome = Mutex<(any Error)?>(nil)
        let isReady = DispatchSemaphore(value: 0)
        let report = Report(outcome: outcome, isReady: isReady)
        let thread = Thread {
            do {
                let resource = try setUp()
                report.isReady.signal()
                body(resource)
            } catch {
                report.fail(error)
            }
        }
        thread.name = name
        thread.start()
        isReady.wait()
        if let error = report.error { throw error }
    }

    private final class Report: Sendable {
        private let outcome: Mutex<(any Error)?>
        let isReady: DispatchSemaphore

        init(outcome: consuming Mutex<(any Error)?>, isReady: DispatchSemaphore) {
            self.outcome = outcome
            self.isReady = isReady
        }

        var error: (any Error)? {
            outcome.withLock { $0 }
        }

        func fail(_ error: any Error) {
            outcome.withLock { $0 = error }
            isReady.signal()
        }
    }
}
