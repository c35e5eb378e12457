extension TableBinder {
    /// `mv-expand`.
    ///
    /// Source: Kusto's documentation of `mv-expand`: a null gives one row with null, an empty array
    /// or bag none; several columns are expanded side by side, and what one lacks is null.
    func bind(_ node: MVExpandSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        var query = input.opened(dialect)
        var expressions = ExpressionBinder(context, scope, over: query)
        var columns = query.columns
        var names = UniqueNames(columns.map(\.name))
        var lists: [String] = []
        var expanded: [String] = []
        let limit: Int64? = if let limit = node.limit { try rowCount(limit, "mv-expand") } else { nil }
        for item in node.columns {
            let expression = item.column.expression
            let value = try expressions.bind(expression)
            guard value.type == .dynamic else {
                throw BindingError(
                    "mv-expand takes arrays and property bags, and this is of type \(value.type.rawValue)",
                    at: expression.range)
            }
            var list = dialect.elements(value.sql, bagsAsPairs: node.isArrayExpansion)
            if let limit { list = dialect.prefix(list, limit) }
            lists.append(list)
            let name = try item.column.givenName ?? value.name ?? names.takeNumbered("Column")
            expanded.append(name)
            columns.put(BoundColumn(name: name, value: TypedSQL(type: .dynamic, sql: dialect.rows(list), name: name)))
        }
        let position = node.itemIndex?.text ?? UniqueNames(columns.map(\.name)).free("position")
        let rows = dialect.rows(dialect.positions(lists))
        columns.put(BoundColumn(name: position, value: TypedSQL(type: .long, sql: rows, name: position)))
        query = query.projected(columns)
        query.uniqueKeys = []
        query = query.sealed(dialect)
        if !query.order.isEmpty, let value = query.column(named: position)?.value {
            query.order.append(OrderKey(sql: value.sql, type: .long, isDescending: false, nullsFirst: true))
        }
        if node.itemIndex == nil { query.columns.removeAll { $0.name == position } }
        for (name, item) in zip(expanded, node.columns) {
            guard let type = item.type, let index = query.columns.firstIndex(where: { $0.name == name }) else {
                continue
            }
            query.columns[index].value = try element(query.columns[index].value, as: type)
        }
        return query
    }

    /// An element as a type of `to typeof()`, whose documentation says that a value of another type
    /// becomes null rather than being parsed.
    private func element(_ value: TypedSQL, as name: TypeNameSyntax) throws(BindingError) -> TypedSQL {
        let type = try KQLType(name)
        var value = value
        if type.isNumeric || type == .bool { value.sql = dialect.unlessText(value.sql) }
        do {
            var converted = try context.functions.convert(value, to: type)
            converted.name = value.name
            return converted
        } catch {
            throw BindingError(error, arguments: [name.range], whole: name.range)
        }
    }
}

extension [BoundColumn] {
    /// Adds a column, or puts it in the place of the one that has its name.
    fileprivate mutating func put(_ column: BoundColumn) {
        if let index = firstIndex(where: { $0.name == column.name }) {
            self[index] = column
        } else {
            append(column)
        }
    }
}
