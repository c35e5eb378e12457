extension TableBinder {
    /// `summarize`: the keys come first, under the names of their columns.
    func bind(_ node: SummarizeSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        let query = input.opened(dialect)
        let given = (node.keys + node.aggregates).flatMap { $0.names.map(\.text) }
        var names = UniqueNames(given)
        let keys = try bindKeys(node.keys, query, &names)
        var aggregates: [BoundColumn] = []
        var expressions = ExpressionBinder(context, scope, over: query)
        expressions.allowsAggregates = true
        expressions.groupedNames = Set(keys.map(\.name))
        for column in node.aggregates {
            let values = try aggregate(column, &expressions)
            for (index, value) in values.enumerated() {
                let name: String
                if index < column.names.count {
                    name = column.names[index].text
                } else {
                    name = value.name.map { names.take($0) } ?? names.takeNumbered("Column")
                }
                aggregates.append(BoundColumn(name: name, value: value))
            }
        }
        return query.summarized(aggregates, by: keys)
    }

    func aggregate(
        _ column: ColumnSyntax, _ expressions: inout ExpressionBinder
    ) throws(BindingError) -> [TypedSQL] {
        var values: [TypedSQL]
        if case .call(let call) = column.expression, scope[call.name.text] == nil,
            context.functions.isAggregate(call.name.text)
        {
            try context.step(call.range)
            values = try expressions.bindAggregate(call)
        } else {
            values = [try expressions.bind(column.expression)]
        }
        if column.names.count > values.count {
            throw BindingError("the expression gives \(values.count) columns", at: column.range)
        }
        return values
    }

    func bindKeys(
        _ keys: [ColumnSyntax], _ query: BoundQuery, _ names: inout UniqueNames
    ) throws(BindingError) -> [BoundColumn] {
        var expressions = ExpressionBinder(context, scope, over: query)
        var result: [BoundColumn] = []
        for key in keys {
            let value = try expressions.bind(key.expression)
            if value.type == .dynamic {
                throw BindingError(
                    "rows cannot be grouped by a dynamic value: convert it, for example with tostring()",
                    at: key.expression.range)
            }
            let name = try key.givenName ?? value.name.map { names.take($0) } ?? names.takeNumbered("Column")
            result.append(BoundColumn(name: name, value: value))
        }
        return result
    }
}
