extension TableBinder {
    /// `evaluate ipv4_lookup(Table, address, prefix, keys..., return_unmatched)`: the rows with those
    /// of a table in whose prefix their address lies.
    ///
    /// Source: Kusto's documentation of the plugin; the columns are those of `lookup`.
    func lookUpAddresses(_ call: CallSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        var arguments = call.arguments[...]
        guard arguments.count >= 3 else {
            throw BindingError("ipv4_lookup takes a table and two columns", at: call.range)
        }
        let table = try self.table(arguments.removeFirst().value)
        let left = LookupSide(input, alias: "l", dialect)
        let right = LookupSide(table, alias: "r", dialect)
        let (source, prefix) = (arguments.removeFirst(), arguments.removeFirst())
        let address = try columnName(source, left.query)
        let network = try columnName(prefix, right.query)
        let returnsUnmatched = try unmatched(&arguments)
        var conditions = [
            try located(call) { () throws(KQLFunctionError) in
                try context.functions.call("ipv4_is_in_range", [address.value, network.value], columns: [])
            }.filter
        ]
        var keys: Set<String> = []
        for argument in arguments {
            let (one, other) = (try columnName(argument, left.query), try columnName(argument, right.query))
            guard one.type == other.type else {
                throw BindingError("the column is of another type in the table", at: argument.value.range)
            }
            conditions.append("\(one.value.sql) = \(other.value.sql)")
            keys.insert(one.name)
        }
        let clause = JoinClause(
            kind: returnsUnmatched ? .leftOuter : .inner, left: left.statement, right: right.statement,
            condition: conditions.joined(separator: " AND "))
        var names = UniqueNames()
        var columns = left.query.columns.map { BoundColumn(name: names.take($0.name), value: $0.value) }
        for column in right.query.columns where !keys.contains(column.name) {
            var value = column.value
            if returnsUnmatched, value.type == .string { value.sql = dialect.orEmpty(value.sql) }
            columns.append(BoundColumn(name: names.take(column.name), value: value))
        }
        return BoundQuery(source: .join(clause), columns: columns)
    }

    private func located(
        _ call: CallSyntax, _ body: () throws(KQLFunctionError) -> TypedSQL
    ) throws(BindingError) -> TypedSQL {
        try ExpressionBinder(context, scope).located([], call.range, body)
    }

    /// `return_unmatched`, by its name or as a last constant.
    private func unmatched(_ arguments: inout ArraySlice<ArgumentSyntax>) throws(BindingError) -> Bool {
        guard let last = arguments.last else { return false }
        if let name = last.name, name.text != "return_unmatched" {
            throw BindingError("ipv4_lookup has no parameter '\(name.text)'", at: name.range)
        }
        guard case .literal(.bool(let flag), _) = last.value else {
            if last.name == nil { return false }
            throw BindingError("return_unmatched is true or false", at: last.value.range)
        }
        arguments.removeLast()
        return flag
    }
}

/// One side of the join: its statement, and its columns as the join sees them.
private struct LookupSide {
    var query: BoundQuery
    let statement: SelectStatement

    init(_ given: BoundQuery, alias: String, _ dialect: any KQLDialect) {
        query = given
        if query.limit == nil { query.order = [] }
        statement = SelectStatement(query, exportingOrder: false, dialect)
        query.columns = query.references(to: statement, as: alias, keepingConstants: false, dialect)
    }
}
