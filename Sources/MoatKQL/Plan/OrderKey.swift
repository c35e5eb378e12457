/// One key of an order of rows.
struct OrderKey: Sendable {
    /// Computed from the source of the query that has the key.
    var sql: String
    var type: KQLType
    var isDescending: Bool
    var nullsFirst: Bool
    /// Whether it is the number of the row, which leaves nothing open.
    var isRowNumber = false
}
