/// What a query may use, beside the memory that the store has for all of them.
public struct LogQueryLimits: Sendable {
    /// Seconds.
    public var time: Double
    /// Rows of the result; what is beyond is left out, and the result says so.
    public var rows: Int
    /// Ends the query from outside.
    public var cancellation: LogQueryCancellation

    public init(
        time: Double = 30, rows: Int = 500_000,
        cancellation: LogQueryCancellation = LogQueryCancellation()
    ) {
        self.time = time
        self.rows = rows
        self.cancellation = cancellation
    }
}
