/// A query in SQL.
public struct KQLTranslation: Hashable, Sendable {
    /// One SELECT statement that only reads.
    public var sql: String
    /// The columns of the result, in the order of the SELECT's. The SELECT may call a column
    /// otherwise where two names differ by case only; the names here are the right ones.
    public var columns: [KQLColumn]
    public var render: KQLRender?
    /// What is to be loaded before the SQL runs.
    public var externalTables: [KQLExternalTable]
    /// Where this is there, `sql` is empty and the rest not known yet: the probe is to be run, and
    /// the query translated again with its answer besides those given before.
    public var probe: KQLColumnProbe?

    public init(
        sql: String, columns: [KQLColumn], render: KQLRender? = nil, externalTables: [KQLExternalTable] = [],
        probe: KQLColumnProbe? = nil
    ) {
        self.sql = sql
        self.columns = columns
        self.render = render
        self.externalTables = externalTables
        self.probe = probe
    }
}
