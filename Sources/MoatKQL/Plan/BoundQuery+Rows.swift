/// The operators that choose and sort rows.
extension BoundQuery {
    /// The rows of a table of the catalog within a range of time, both ends included (microseconds
    /// since 1970).
    init(_ table: KQLTable, timespan: ClosedRange<Int64>?, _ dialect: any KQLDialect) {
        self.init(
            source: .table(dialect.identifier(table.relation)),
            columns: table.columns.map {
                let sql = "t." + dialect.identifier($0.name)
                return BoundColumn(name: $0.name, value: TypedSQL(type: $0.type, sql: sql, name: $0.name))
            })
        tableName = table.name
        if let timespan, let timeColumn = table.timeColumn {
            let sql = "t." + dialect.identifier(timeColumn)
            filters = [
                "\(sql) >= \(dialect.literal(.datetime(timespan.lowerBound)))",
                "\(sql) <= \(dialect.literal(.datetime(timespan.upperBound)))",
            ]
        }
    }

    /// One row without columns.
    static var oneRow: BoundQuery { BoundQuery(source: .nothing, columns: []) }

    /// Adds a condition on the columns of this query, which is open.
    func filtered(by condition: TypedSQL) -> BoundQuery {
        if case .bool(true) = condition.literal { return self }
        var query = self
        query.filters.append(condition.filter)
        return query
    }

    /// Sorts by keys over the columns of this query, which is open.
    func sorted(by keys: [OrderKey]) -> BoundQuery {
        var query = self
        query.order = keys
        query.isSerialized = true
        return query
    }

    func limited(to count: Int64) -> BoundQuery {
        var query = self
        query.limit = min(query.limit ?? .max, max(0, count))
        return query
    }

    /// So many rows, chosen at random.
    func sampled(_ count: Int64, _ dialect: any KQLDialect) -> BoundQuery {
        var query = opened(dialect)
        query.order = []
        query.isSerialized = false
        var statement = SelectStatement(query, exportingOrder: true, dialect)
        statement.order = [dialect.random]
        statement.limit = max(0, count)
        return BoundQuery(source: .select(statement), columns: references(to: statement, as: "t", dialect))
    }

    /// Only one of several equal rows.
    func distinct(_ dialect: any KQLDialect) -> BoundQuery {
        var query = opened(dialect)
        query.shape = .distinct
        query.order = []
        query.isSerialized = false
        query.uniqueKeys = [Set(columns.map(\.name))]
        return query
    }

    /// The same rows with an order that leaves nothing open, so that several window functions and
    /// the result agree on it.
    func numbered(_ dialect: any KQLDialect) -> BoundQuery {
        if order.count == 1, order[0].isRowNumber { return opened(dialect) }
        var query = opened(dialect)
        let number = dialect.window(dialect.rowNumber, order: query.orderTexts(dialect))
        query.order = [
            OrderKey(sql: number, type: .long, isDescending: false, nullsFirst: true, isRowNumber: true)
        ]
        return query.sealed(dialect)
    }
}
