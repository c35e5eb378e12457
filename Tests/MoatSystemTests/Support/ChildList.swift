import Glibc
import Synchronization

/// Processes that a test has started and nobody else waits for.
final class ChildList: Sendable {
    private let pids = Mutex<[pid_t]>([])

    func add(_ pid: pid_t) {
        pids.withLock { $0.append(pid) }
    }

    /// Collects those that have ended. By their numbers: other children of this process are
    /// other people's to wait for.
    func reap() {
        for pid in pids.withLock({ $0 }) { waitpid(pid, nil, WNOHANG) }
    }
}
