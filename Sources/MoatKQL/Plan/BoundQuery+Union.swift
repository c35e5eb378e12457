extension BoundQuery {
    /// The rows of several queries.
    ///
    /// `onlyCommon` is `kind=inner`: only the columns that all have. Otherwise a row has null, or
    /// the empty string, where its query lacks a column. Of columns that have one name and several
    /// types each becomes one of its own, `name_type`. `sourceColumn` is the column of `withsource`.
    ///
    /// Source: Kusto's documentation of `union`.
    static func union(
        _ queries: [BoundQuery], onlyCommon: Bool, sourceColumn: String?, _ dialect: any KQLDialect
    ) -> BoundQuery {
        var columns: [KQLColumn] = []
        var known: Set<KQLColumn> = []
        for query in queries {
            for column in query.schema where known.insert(column).inserted { columns.append(column) }
        }
        if onlyCommon {
            columns.removeAll { column in !queries.allSatisfy { $0.schema.contains(column) } }
        }
        let names = resultNames(columns, reserved: sourceColumn)
        let statements = queries.enumerated().map { index, query in
            var branch = query.shape.isRows && query.limit == nil ? query : query.sealed(dialect)
            branch.order = []
            var values = columns.map { branch.value(of: $0, dialect) }
            if let sourceColumn {
                let name = KQLLiteral.string(query.tableName ?? "union_arg\(index)")
                let source = TypedSQL(type: .string, sql: dialect.literal(name), literal: name)
                values.insert(BoundColumn(name: sourceColumn, value: source), at: 0)
            }
            branch.columns = zip(names, values).map { BoundColumn(name: $0, value: $1.value) }
            return SelectStatement(branch, exportingOrder: false, dialect)
        }
        guard let first = statements.first else { return .oneRow }
        var types = columns.map(\.type)
        if sourceColumn != nil { types.insert(.string, at: 0) }
        let result = zip(zip(names, types), first.items).map { column, item in
            let sql = "t." + dialect.identifier(item.alias)
            return BoundColumn(name: column.0, value: TypedSQL(type: column.1, sql: sql, name: column.0))
        }
        return BoundQuery(source: .union(statements), columns: result)
    }

    private static func resultNames(_ columns: [KQLColumn], reserved: String?) -> [String] {
        var types: [String: Int] = [:]
        for column in columns { types[column.name, default: 0] += 1 }
        // Names that are right as they are come first: `x_long` of a table keeps its name, and what
        // was `x` becomes `x_long1`.
        var names = UniqueNames(columns.map(\.name).filter { types[$0] == 1 })
        let own = reserved.map { names.take($0) }
        let result = columns.map { column in
            types[column.name] == 1 ? column.name : names.take("\(column.name)_\(column.type.rawValue)")
        }
        return (own.map { [$0] } ?? []) + result
    }

    private func value(of column: KQLColumn, _ dialect: any KQLDialect) -> BoundColumn {
        if let own = columns.first(where: { $0.column == column }) { return own }
        let missing: KQLLiteral = column.type == .string ? .string("") : .null(column.type)
        let value = TypedSQL(type: column.type, sql: dialect.literal(missing), literal: missing)
        return BoundColumn(name: column.name, value: value)
    }
}

extension BoundQuery.Shape {
    fileprivate var isRows: Bool {
        if case .rows = self { true } else { false }
    }
}
