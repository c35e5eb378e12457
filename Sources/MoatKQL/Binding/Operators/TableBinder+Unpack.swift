extension TableBinder {
    /// `evaluate bag_unpack(Column, prefix, columnsConflict, ignoredProperties)`.
    ///
    /// Source: Kusto's documentation of the plugin. The columns come in the order in which bags have
    /// their slots; a slot whose values are of several types stays dynamic.
    func unpack(_ node: EvaluateSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        let query = input.opened(dialect)
        let call = node.plugin
        guard let first = call.arguments.first, first.name == nil else {
            throw BindingError("bag_unpack takes a column", at: call.range)
        }
        let bag = try columnName(first, query)
        guard bag.type == .dynamic else {
            throw BindingError(
                "bag_unpack takes a dynamic column, and this is of type \(bag.type.rawValue)", at: first.value.range)
        }
        let settings = try UnpackSettings(call, ExpressionBinder(context, scope))
        let kept = query.columns.filter { $0.name != bag.name }
        var slots: [KQLColumn]
        if let schema = node.schema {
            slots = try declared(schema).filter { column in !kept.contains { $0.column == column } }
        } else {
            slots = try dataColumns(slotQuery(query, bag), call.range).map {
                KQLColumn(name: settings.prefix + $0.name, type: $0.type)
            }
        }
        slots.removeAll { settings.ignored.contains(String($0.name.dropFirst(settings.prefix.count))) }
        var columns = kept
        for slot in slots {
            let index = columns.firstIndex { $0.name == slot.name }
            if index != nil, settings.conflict == .error {
                throw BindingError(
                    "the bags have a slot '\(slot.name)', which is a column already: give a prefix, or columnsConflict='replace_source'",
                    at: call.range)
            }
            if index != nil, settings.conflict == .keepSource { continue }
            let column = BoundColumn(name: slot.name, value: try value(of: slot, in: bag, settings.prefix, call.range))
            if let index { columns[index] = column } else { columns.append(column) }
        }
        if node.schema != nil, !node.schemaIsOpen { columns = try select(columns, node) }
        var result = query.projected(columns)
        result.isClosed = true
        return result
    }

    /// Which slots the bags have, with their types.
    private func slotQuery(_ query: BoundQuery, _ bag: BoundColumn) -> BoundQuery {
        let names = dialect.slotNames(bag.value.sql)
        func item(_ name: String, _ type: KQLType, _ sql: String) -> BoundColumn {
            BoundColumn(name: name, value: TypedSQL(type: type, sql: sql, name: name))
        }
        var rows = query.projected([
            item("name", .string, dialect.rows(names)),
            item("type", .string, dialect.rows(dialect.slotTypes(bag.value.sql))),
            item("place", .long, dialect.rows(dialect.positions([names]))),
        ])
        rows.order = []
        let sealed = rows.sealed(dialect)
        let columns = sealed.columns
        let dynamic = dialect.literal(.string("dynamic"))
        var groups = sealed.summarized(
            [
                item("type", .string, dialect.onlyValue(columns[1].value.sql, otherwise: dynamic)),
                item("place", .long, "min(\(columns[2].value.sql))"),
            ], by: [columns[0]]
        ).sealed(dialect)
        groups.order = [groups.columns[2], groups.columns[0]].map {
            OrderKey(sql: $0.value.sql, type: $0.type, isDescending: false, nullsFirst: true)
        }
        groups.columns.removeLast()
        return groups
    }

    private func value(
        of slot: KQLColumn, in bag: BoundColumn, _ prefix: String, _ range: SourceRange
    ) throws(BindingError) -> TypedSQL {
        do {
            let member = try context.functions.member(bag.value, String(slot.name.dropFirst(prefix.count)))
            var value = try context.functions.convert(member, to: slot.type)
            value.name = slot.name
            return value
        } catch {
            throw BindingError(error, arguments: [], whole: range)
        }
    }

    /// The columns of a schema, which all have to be there.
    func select(_ columns: [BoundColumn], _ node: EvaluateSyntax) throws(BindingError) -> [BoundColumn] {
        var result: [BoundColumn] = []
        for column in try declared(node.schema ?? []) {
            guard let found = columns.first(where: { $0.column == column }) else {
                throw BindingError(
                    "the result has no column '\(column.name)' of type \(column.type.rawValue)", at: node.range)
            }
            result.append(found)
        }
        return result
    }
}
