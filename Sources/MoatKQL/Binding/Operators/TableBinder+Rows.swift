/// The operators that choose and sort rows.
extension TableBinder {
    func bind(_ node: WhereSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        let hasWindows = WindowFunction.isCalled(in: node.predicate)
        if hasWindows, input.isSerialized {
            // SQL computes windows after filtering: they become a column, which is filtered then.
            let numbered = input.numbered(dialect)
            let condition = try condition(node.predicate, over: numbered)
            let name = UniqueNames(numbered.columns.map(\.name)).free("condition")
            var query = numbered.extended([BoundColumn(name: name, value: condition)]).sealed(dialect)
            guard let column = query.columns.popLast() else { return query }
            query = query.filtered(by: column.value)
            return query
        }
        let query = input.opened(dialect)
        return try conditions(node.predicate, over: query).reduce(query) { $0.filtered(by: $1) }
    }

    /// A condition, or those that `and` joins, each by itself: the generator puts them in the
    /// order of what they cost.
    private func conditions(
        _ expression: ExpressionSyntax, over query: BoundQuery
    ) throws(BindingError) -> [TypedSQL] {
        guard case .logical(let logical) = expression, logical.operation == .and else {
            return [try condition(expression, over: query)]
        }
        var expressions = ExpressionBinder(context, scope, over: query)
        var conditions: [TypedSQL] = []
        for operand in logical.operands { conditions.append(try expressions.bind(operand)) }
        if conditions.allSatisfy({ $0.type == .bool }) { return conditions }
        // What `and` makes of other values, or says of them.
        return [
            try expressions.located(logical.operands.map(\.range), logical.range) { () throws(KQLFunctionError) in
                try context.functions.logical(.and, conditions)
            }
        ]
    }

    func condition(_ expression: ExpressionSyntax, over query: BoundQuery) throws(BindingError) -> TypedSQL {
        var expressions = ExpressionBinder(context, scope, over: query)
        let condition = try expressions.bind(expression)
        guard condition.type == .bool else {
            throw BindingError(
                "where needs a condition, and this is of type \(condition.type.rawValue)", at: expression.range)
        }
        return condition
    }

    func bind(_ node: SortSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        try sort(input, node.keys)
    }

    func bind(_ node: TopSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        try sort(input, node.keys).limited(to: try rowCount(node.count, "top"))
    }

    private func sort(_ input: BoundQuery, _ keys: [OrderSyntax]) throws(BindingError) -> BoundQuery {
        let query = input.opened(dialect)
        var expressions = ExpressionBinder(context, scope, over: query)
        var order: [OrderKey] = []
        for key in keys {
            let value = try expressions.bind(key.expression)
            if value.type == .dynamic {
                throw BindingError(
                    "rows cannot be sorted by a dynamic value: convert it, for example with tostring()",
                    at: key.expression.range)
            }
            if value.literal != nil { continue }
            let isDescending = key.direction != .ascending
            let nullsFirst = key.nulls.map { $0 == .first } ?? !isDescending
            order.append(
                OrderKey(sql: value.sql, type: value.type, isDescending: isDescending, nullsFirst: nullsFirst))
        }
        return query.sorted(by: order)
    }

    /// The number of rows of `take` and its kin, a constant.
    func rowCount(_ expression: ExpressionSyntax, _ operation: String) throws(BindingError) -> Int64 {
        var expressions = ExpressionBinder(context, scope)
        switch try expressions.bind(expression).literal {
        case .long(let count) where count >= 0: return count
        case .int(let count) where count >= 0: return Int64(count)
        default: throw BindingError("\(operation) needs a number of rows, a constant", at: expression.range)
        }
    }

    /// `count`: one row with the number of rows.
    func count(_ input: BoundQuery) -> BoundQuery {
        let query = input.opened(dialect)
        let value = TypedSQL(type: .long, sql: dialect.rowCount, name: "Count")
        return query.summarized([BoundColumn(name: "Count", value: value)], by: [])
    }
}
