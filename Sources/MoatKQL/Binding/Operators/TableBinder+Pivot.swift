extension TableBinder {
    /// `evaluate pivot(Column, aggregate, key, ...)`: a column for each value.
    ///
    /// Source: Kusto's documentation of the plugin. Without keys, the other columns are the keys,
    /// but for the one that the aggregate is of.
    func pivot(_ node: EvaluateSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        let query = input.opened(dialect)
        let call = node.plugin
        guard let first = call.arguments.first else { throw BindingError("pivot takes a column", at: call.range) }
        let pivoted = try columnName(first, query)
        var rest = call.arguments.dropFirst()
        var aggregate = CallSyntax(name: NameSyntax("count", call.range), arguments: [], range: call.range)
        if case .call(let given)? = rest.first?.value {
            aggregate = given
            rest = rest.dropFirst()
        }
        var keys: [BoundColumn] = []
        for argument in rest { keys.append(try columnName(argument, query)) }
        if rest.isEmpty {
            let used = Set(
                aggregate.arguments.compactMap { if case .name(let name) = $0.value { name.text } else { nil } })
            keys = query.columns.filter { $0.name != pivoted.name && !used.contains($0.name) }
        }
        let cells = try cells(query, keys, pivoted, aggregate)
        let names = try pivotNames(node, cells, keys)
        var result = filled(cells, keys, names, isCount: ["count", "sum"].contains(aggregate.name.text))
        if node.schema != nil, !node.schemaIsOpen { result.columns = try select(result.columns, node) }
        return result
    }

    /// The keys, the value that becomes a column's name, and the aggregate of each.
    private func cells(
        _ query: BoundQuery, _ keys: [BoundColumn], _ pivoted: BoundColumn, _ aggregate: CallSyntax
    ) throws(BindingError) -> BoundQuery {
        var expressions = ExpressionBinder(context, scope, over: query)
        expressions.allowsAggregates = true
        let column = ColumnSyntax(expression: .call(aggregate), range: aggregate.range)
        let values = try self.aggregate(column, &expressions)
        guard values.count == 1, let value = values.first, context.functions.isAggregate(aggregate.name.text) else {
            throw BindingError("pivot takes an aggregate that gives one column", at: aggregate.range)
        }
        var name = pivoted
        name.value = try expressions.located([], aggregate.range) { () throws(KQLFunctionError) in
            try context.functions.convert(pivoted.value, to: .string)
        }
        return query.summarized([BoundColumn(name: "value", value: value)], by: keys + [name]).sealed(dialect)
    }

    private func pivotNames(
        _ node: EvaluateSyntax, _ cells: BoundQuery, _ keys: [BoundColumn]
    ) throws(BindingError) -> [String] {
        if let schema = node.schema {
            return schema.map(\.name.text).filter { name in !keys.contains { $0.name == name } }
        }
        let name = cells.columns[keys.count]
        var query = cells
        query.order = []
        query.columns = [BoundColumn(name: "name", value: name.value)]
        query = query.distinct(dialect).sealed(dialect)
        query.order = query.columns.map {
            OrderKey(sql: $0.value.sql, type: .string, isDescending: false, nullsFirst: true)
        }
        let type = KQLLiteral.string(KQLType.string.rawValue)
        query.columns.append(
            BoundColumn(name: "type", value: TypedSQL(type: .string, sql: dialect.literal(type), name: "type")))
        let names = try dataColumns(query, node.range).map(\.name)
        if let name = names.first(where: { name in keys.contains { $0.name == name } }) {
            throw BindingError("there would be two columns '\(name)'", at: node.range)
        }
        return names
    }

    /// A row for each value of the keys. A count or a sum of nothing is 0, as in the examples of the
    /// documentation.
    private func filled(
        _ cells: BoundQuery, _ keys: [BoundColumn], _ names: [String], isCount: Bool
    ) -> BoundQuery {
        let (name, value) = (cells.columns[keys.count].value, cells.columns[keys.count + 1].value)
        let columns = names.map { column in
            var sql = dialect.anyValue(value.sql, where: "\(name.sql) = \(dialect.literal(.string(column)))")
            if isCount { sql = "coalesce(\(sql), 0)" }
            if value.type == .string { sql = dialect.orEmpty(sql) }
            return BoundColumn(name: column, value: TypedSQL(type: value.type, sql: sql, name: column))
        }
        return cells.summarized(columns, by: Array(cells.columns.prefix(keys.count))).sealed(dialect)
    }
}
