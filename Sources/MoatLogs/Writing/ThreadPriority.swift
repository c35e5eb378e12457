import Foundation

/// What of this machine a thread gets where others want it too.
public enum ThreadPriority {
    /// Lets other threads go first from now on, as threads that only record should: nice 10, which on Linux is
    /// the calling thread's own.
    public static func lower() {
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
    }
}
