/// A tabular expression whose names are resolved and whose columns have types.
///
/// One operator after the other is added to it. As long as SQL can say them in one SELECT, they
/// share one: a filter behind a filter, a projection behind a sort. What SQL evaluates in another
/// order than the pipe does (a filter behind a limit) first moves what is there into a nested
/// SELECT, see ``sealed(_:)``.
struct BoundQuery: Sendable {
    /// What the SELECT makes of its source's rows.
    enum Shape: Sendable {
        case rows
        case distinct
        /// The first columns are the keys, the others aggregates.
        case groups(keys: Int)
    }

    var source: FromClause
    /// Conditions that all hold for each row; null counts as false.
    var filters: [String] = []
    var columns: [BoundColumn]
    /// Empty: the rows have no order.
    var order: [OrderKey] = []
    /// Whether window functions may be used.
    ///
    /// Source: Kusto's documentation of `serialize`.
    var isSerialized = false
    var limit: Int64?
    var shape = Shape.rows
    /// Whether a next operator cannot be added to this SELECT, because it has window functions or
    /// values too long to be written twice.
    var isClosed = false
    /// Sets of columns by each of which the rows are known to be unique.
    var uniqueKeys: [Set<String>] = []
    /// The name of the table that it is, for `withsource` and `$table`.
    var tableName: String?

    var schema: [KQLColumn] { columns.map(\.column) }

    func column(named name: String) -> BoundColumn? {
        columns.first { $0.name == name }
    }

    /// Whether its SELECT takes further filters and projections.
    var isOpen: Bool {
        guard case .rows = shape else { return false }
        return limit == nil && !isClosed
    }

    /// Whether columns can be left out of its SELECT or change their places, which a limit does not
    /// mind.
    var isOpenForChoice: Bool {
        guard case .rows = shape else { return false }
        return !isClosed
    }

    /// The same rows, to which any operator can be added.
    func opened(_ dialect: any KQLDialect) -> BoundQuery {
        isOpen ? self : sealed(dialect)
    }

    /// The same rows in the same order out of a nested SELECT.
    func sealed(_ dialect: any KQLDialect) -> BoundQuery {
        let nested = SelectStatement(self, exportingOrder: true, dialect)
        var outer = BoundQuery(source: .select(nested), columns: references(to: nested, as: "t", dialect))
        outer.takeProperties(of: self, orderFrom: nested, alias: "t", dialect)
        return outer
    }

    /// How a query that reads `statement`, made of this one, under an alias names its columns.
    func references(
        to statement: SelectStatement, as alias: String, keepingConstants: Bool = true, _ dialect: any KQLDialect
    ) -> [BoundColumn] {
        zip(columns, statement.items).map { column, item in
            if keepingConstants, column.value.literal != nil { return column }
            let sql = alias + "." + dialect.identifier(item.alias)
            return BoundColumn(name: column.name, value: TypedSQL(type: column.type, sql: sql, name: column.name))
        }
    }

    mutating func takeProperties(
        of inner: BoundQuery, orderFrom statement: SelectStatement, alias: String, _ dialect: any KQLDialect
    ) {
        order = zip(inner.order, statement.orderAliases).map { key, name in
            OrderKey(
                sql: alias + "." + dialect.identifier(name), type: key.type, isDescending: key.isDescending,
                nullsFirst: key.nullsFirst, isRowNumber: key.isRowNumber)
        }
        isSerialized = inner.isSerialized
        uniqueKeys = inner.uniqueKeys
        tableName = inner.tableName
    }

    /// The keys as the database takes them in ORDER BY.
    func orderTexts(_ dialect: any KQLDialect) -> [String] {
        order.flatMap { dialect.orderBy($0.sql, $0.type, isDescending: $0.isDescending, nullsFirst: $0.nullsFirst) }
    }
}
