/// What a query may use.
public struct LogQueryLimits: Sendable {
    /// Seconds.
    public var time: Double
    /// Rows of the result; what is beyond is left out, and the result says so.
    public var rows: Int
    /// Bytes of memory while it runs.
    public var memory: Int
    /// Ends the query from outside.
    public var cancellation: LogQueryCancellation

    public init(
        time: Double = 30, rows: Int = 500_000, memory: Int = 1 << 30,
        cancellation: LogQueryCancellation = LogQueryCancellation()
    ) {
        self.time = time
        self.rows = rows
        self.memory = memory
        self.cancellation = cancellation
    }
}
