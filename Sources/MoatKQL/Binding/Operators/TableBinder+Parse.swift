extension TableBinder {
    /// `parse` and `parse-where`.
    func bind(_ node: ParseSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        let pattern = try ParsePattern(node)
        var query = input.opened(dialect)
        let text = try text(node.input, over: query)
        let typed = pattern.columns.contains { $0.type != .string && $0.type != .dynamic }
        if node.isFilter, !typed || node.kind == .relaxed {
            query.filters.append(dialect.matches(text.sql, pattern: pattern.regex))
        }
        if pattern.columns.isEmpty { return query }
        if let mark = pattern.mark, let column = pattern.columns.first {
            let value = TypedSQL(type: .string, sql: dialect.rest(of: text.sql, behind: mark), name: column.name)
            return query.extended([BoundColumn(name: column.name, value: value)]).closed(if: true)
        }
        // All captures are found at once, in a SELECT of their own.
        let captures = TypedSQL(
            type: .string, sql: dialect.captures(text.sql, pattern: pattern.regex, groups: pattern.groups))
        query.columns.append(
            BoundColumn(name: UniqueNames(query.columns.map(\.name)).free("captures"), value: captures))
        query = query.sealed(dialect)
        guard let found = query.columns.popLast() else { return query }
        var columns: [BoundColumn] = []
        for column in pattern.columns {
            let sql = dialect.capture(found.value.sql, group: column.group)
            var value = try convert(TypedSQL(type: .string, sql: sql), column, node.kind)
            value.name = column.name
            columns.append(BoundColumn(name: column.name, value: value))
        }
        if typed, node.kind != .relaxed {
            columns = strict(columns, &query, isFilter: node.isFilter)
        }
        return query.extended(columns).closed(if: false)
    }

    /// A captured text as the type of its column.
    private func convert(
        _ text: TypedSQL, _ column: ParsePattern.Column, _ kind: ParseSyntax.Kind
    ) throws(BindingError) -> TypedSQL {
        // The pattern has let digits through only.
        if kind != .relaxed, column.type.isInteger {
            return TypedSQL(type: column.type, sql: dialect.whole(text.sql, column.type))
        }
        do {
            return try context.functions.convert(text, to: column.type)
        } catch {
            throw BindingError(error, arguments: [column.range], whole: column.range)
        }
    }

    private func text(_ expression: ExpressionSyntax, over query: BoundQuery) throws(BindingError) -> TypedSQL {
        var expressions = ExpressionBinder(context, scope, over: query)
        let value = try expressions.bind(expression)
        return try expressions.located([expression.range], expression.range) { () throws(KQLFunctionError) in
            try context.functions.convert(value, to: .string)
        }
    }

    /// A row of whose typed columns one cannot be converted has not matched: it goes, or has none
    /// of the columns. A row that does not match at all has empty texts, which are no numbers.
    ///
    /// Source: Kusto's documentation of `parse`, `kind=simple`: "all extended columns must match
    /// the required types".
    private func strict(
        _ columns: [BoundColumn], _ query: inout BoundQuery, isFilter: Bool
    ) -> [BoundColumn] {
        let typed = columns.filter { $0.type != .string && $0.type != .dynamic }
        let isValid = typed.map { "\($0.value.sql) IS NOT NULL" }.joined(separator: " AND ")
        if isFilter {
            query.filters.append("(\(isValid))")
            return columns
        }
        return columns.map { column in
            if typed.count == 1, column.name == typed[0].name { return column }
            let missing: KQLLiteral = column.type == .string ? .string("") : .null(column.type)
            var value = column.value
            value.sql = "CASE WHEN \(isValid) THEN \(value.sql) ELSE \(dialect.literal(missing)) END"
            return BoundColumn(name: column.name, value: value)
        }
    }
}
