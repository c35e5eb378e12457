extension TableBinder {
    /// `search`, over its input, the tables that it names, or all.
    ///
    /// Source: Kusto's documentation of `search`: the result always has the column `$table`.
    func bind(_ node: SearchSyntax, _ input: BoundQuery?) throws(BindingError) -> BoundQuery {
        var queries: [BoundQuery] = []
        if let input {
            guard node.tables.isEmpty else {
                throw BindingError("search has an input and cannot name tables besides", at: node.tables[0].range)
            }
            queries = [input]
        } else if node.tables.isEmpty {
            queries = try tables(NamePatternSyntax("*", isWildcard: true, node.range))
        } else {
            for pattern in node.tables { queries += pattern.isWildcard ? try tables(pattern) : [try named(pattern)] }
        }
        let query = source(of: queries)
        var search = SearchPredicate(
            expressions: ExpressionBinder(context, scope, over: query), isCaseSensitive: node.isCaseSensitive)
        return query.filtered(by: try search.bind(node.predicate))
    }

    private func source(of queries: [BoundQuery]) -> BoundQuery {
        guard queries.count == 1 else {
            return .union(queries, onlyCommon: false, sourceColumn: SearchPredicate.tableColumn, dialect)
        }
        let query = queries[0].opened(dialect)
        if query.column(named: SearchPredicate.tableColumn) != nil { return query }
        let name = KQLLiteral.string(queries[0].tableName ?? "search_arg0")
        let table = TypedSQL(type: .string, sql: dialect.literal(name), literal: name)
        return query.projected([BoundColumn(name: SearchPredicate.tableColumn, value: table)] + query.columns)
    }
}
