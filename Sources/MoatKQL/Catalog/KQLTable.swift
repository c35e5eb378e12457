/// A table that queries can name.
public struct KQLTable: Hashable, Sendable {
    /// Case matters, as in Kusto.
    public var name: String
    /// In the order in which a query that names none of them returns them.
    public var columns: [KQLColumn]
    /// The column of type `datetime` to which the time range of a request applies; nil where the
    /// table has none, which then is read whole.
    public var timeColumn: String?
    /// What the database calls it: a name without quotes.
    public var relation: String

    public init(name: String, columns: [KQLColumn], timeColumn: String? = nil, relation: String? = nil) {
        self.name = name
        self.columns = columns
        self.timeColumn = timeColumn
        self.relation = relation ?? name
    }
}
