import CNetfilter

/// How the calling thread shares the processor.
public enum Scheduling {
    /// Sets the nice value of the calling thread alone: -20 (first) to 19. Where the process
    /// may not, nothing changes.
    public static func setNice(_ value: Int32) {
        _ = moat_set_thread_nice(value)
    }
}
