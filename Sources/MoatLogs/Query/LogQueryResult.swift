/// What a query found.
public struct LogQueryResult: Hashable, Sendable {
    /// Names as the SELECT has them.
    public var columns: [String]
    public var rows: [[LogValue]]
    /// Whether there were more rows than the limit.
    public var isTruncated: Bool

    public init(columns: [String], rows: [[LogValue]], isTruncated: Bool = false) {
        self.columns = columns
        self.rows = rows
        self.isTruncated = isTruncated
    }
}
