/// Tables within scalar expressions.
extension ExpressionBinder {
    /// `value in (table)` and its kin: against the first column.
    func bind(
        _ membership: MembershipSyntax, _ value: TypedSQL, in table: BoundQuery
    ) throws(BindingError) -> TypedSQL {
        let range = membership.list[0].range
        var query = table.opened(context.dialect)
        guard let first = query.columns.first else { throw BindingError("the table has no columns", at: range) }
        if membership.operation == .hasAny || membership.operation == .hasAll {
            return try bindHas(membership, value, query, first)
        }
        query.columns = [first]
        query.order = []
        let text = try context.subquery(query, at: range)
        return try located([membership.value.range, range], membership.operatorRange) {
            () throws(KQLFunctionError) in
            try context.functions.membership(membership.operation, value, subquery: text, type: first.type)
        }
    }

    /// `has_any (table)`: the first column becomes an array.
    private func bindHas(
        _ membership: MembershipSyntax, _ value: TypedSQL, _ table: BoundQuery, _ first: BoundColumn
    ) throws(BindingError) -> TypedSQL {
        let range = membership.list[0].range
        let list: [TypedSQL]
        do {
            list = try context.functions.aggregate("make_set", [first.value], order: [])
        } catch {
            throw BindingError(error, arguments: [range], whole: range)
        }
        let columns = list.prefix(1).map { BoundColumn(name: "list", value: $0) }
        let array = TypedSQL(
            type: .dynamic, sql: try context.subquery(table.summarized(columns, by: []), at: range))
        return try located([membership.value.range, range], membership.operatorRange) {
            () throws(KQLFunctionError) in try context.functions.membership(membership.operation, value, [array])
        }
    }

    /// `toscalar(table)`: the first column of the first row.
    mutating func bindToScalar(_ call: CallSyntax) throws(BindingError) -> TypedSQL {
        guard call.arguments.count == 1, let argument = call.arguments.first else {
            throw BindingError("toscalar() takes one table", at: call.range)
        }
        guard let table = try TableBinder(context, scope).tableIfAny(argument.value, columns: []) else {
            return try bind(argument.value)
        }
        guard let first = table.columns.first else {
            throw BindingError("the table has no columns", at: argument.value.range)
        }
        var query = table.limited(to: 1)
        // A single row of aggregates needs no limit.
        if case .groups(0) = table.shape { query.limit = table.limit }
        var sql = try context.subquery(query.onlyFirstColumn(context.dialect), at: argument.value.range)
        if first.type == .string { sql = context.dialect.orEmpty(sql) }
        return TypedSQL(type: first.type, sql: sql)
    }
}

extension BoundQuery {
    /// The same rows with their first column only.
    fileprivate func onlyFirstColumn(_ dialect: any KQLDialect) -> BoundQuery {
        guard columns.count > 1 else { return self }
        var query = sealed(dialect)
        query.columns = Array(query.columns.prefix(1))
        return query
    }
}
