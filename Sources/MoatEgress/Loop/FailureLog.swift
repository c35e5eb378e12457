/// Remembers for a minute which failures were logged, so that a client that tries again and
/// again does not fill the log. Bounded: when full, all is forgotten.
struct FailureLog {
    private static let interval: Int64 = 60_000
    private static let capacity = 4096

    private var last: [String: Int64] = [:]

    /// Whether a failure of this name is to be logged now.
    mutating func shouldLog(_ name: String, now: Int64) -> Bool {
        if let time = last[name], now - time < Self.interval { return false }
        if last.count >= Self.capacity { last.removeAll(keepingCapacity: true) }
        last[name] = now
        return true
    }
}
