import Foundation
import Glibc
import Synchronization

/// How late the machine lets a thread of low priority run, as the one is that stores records (nice 10).
final class LatenessWatch: Sendable {
    private let worst = Mutex(0.0)
    private let isStopping = Atomic(false)
    private let ended = DispatchSemaphore(value: 0)

    init() {
        let thread = Thread { [self] in
            // On Linux the value is the thread's own.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
            while !isStopping.load(ordering: .relaxed) {
                let due = ContinuousClock.now + .milliseconds(20)
                usleep(20_000)
                let late = (ContinuousClock.now - due) / .seconds(1)
                worst.withLock { $0 = max($0, late) }
            }
            ended.signal()
        }
        thread.start()
    }

    /// Stops, and says how late it was at most, in seconds.
    func stop() -> Double {
        isStopping.store(true, ordering: .relaxed)
        ended.wait()
        return worst.withLock { $0 }
    }
}
