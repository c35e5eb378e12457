/// A store that answers questions in SQL of its own dialect.
public protocol LogQuerying: Sendable {
    /// Runs one SELECT within limits. It can change nothing and read no files, and never holds
    /// up the writer.
    ///
    /// - Throws: `LogQueryError`
    func query(_ sql: String, limits: LogQueryLimits, tables: [LogExternalTable]) throws -> LogQueryResult
}
