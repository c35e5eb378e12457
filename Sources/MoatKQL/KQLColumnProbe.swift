/// A question to the data that a translation depends on: which columns `bag_unpack` or `pivot`
/// gives is known only from the rows.
public struct KQLColumnProbe: Hashable, Sendable {
    /// Gives one row for each column: its name (text), and the name of its type in Kusto (text).
    public var sql: String
    /// To be loaded before.
    public var externalTables: [KQLExternalTable]
    /// At most so many rows are of use; where there are more, the query is to be refused.
    public var limit: Int

    public init(sql: String, externalTables: [KQLExternalTable], limit: Int) {
        self.sql = sql
        self.externalTables = externalTables
        self.limit = limit
    }

    /// What a probe found.
    public struct Answer: Hashable, Sendable {
        /// The question.
        public var sql: String
        public var columns: [KQLColumn]

        public init(sql: String, columns: [KQLColumn]) {
            self.sql = sql
            self.columns = columns
        }
    }
}
