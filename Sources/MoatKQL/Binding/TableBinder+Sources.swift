/// Where rows come from.
extension TableBinder {
    func bind(_ source: SourceSyntax) throws(BindingError) -> BoundQuery {
        switch source {
        case .table(let pattern):
            if pattern.isWildcard {
                return .union(try tables(pattern), onlyCommon: false, sourceColumn: nil, dialect)
            }
            return try named(pattern)
        case .call(let call): return try bind(call)
        case .pipeline(let pipeline): return try bind(pipeline)
        case .datatable(let node): return try bind(node)
        case .externalData(let node): return try bind(node)
        case .range(let node): return try bind(node)
        case .print(let node): return try bind(node)
        case .union(let node): return try bind(node, nil)
        case .search(let node): return try bind(node, nil)
        }
    }

    /// The table of a name.
    func named(_ name: NamePatternSyntax) throws(BindingError) -> BoundQuery {
        switch scope[name.text] {
        case .table(let query): return query
        case .function:
            return try bind(CallSyntax(name: NameSyntax(name.text, name.range), arguments: [], range: name.range))
        case .scalar: throw BindingError("'\(name.text)' is a value where a table is wanted", at: name.range)
        case nil: break
        }
        if let table = context.catalog.table(named: name.text) {
            return BoundQuery(table, timespan: context.timespan, dialect)
        }
        let candidates = context.catalog.tables.map(\.name) + scope.tables
        throw BindingError(
            "there is no table '\(name.text)'", at: name.range,
            suggestion: NearestName.of(name.text, in: candidates), kind: .unknownTable)
    }

    /// The tables and views that a name with wildcards stands for.
    func tables(_ pattern: NamePatternSyntax) throws(BindingError) -> [BoundQuery] {
        let wildcard = Wildcard(pattern.text)
        var found = context.catalog.tables.filter { wildcard.matches($0.name) }.map {
            BoundQuery($0, timespan: context.timespan, dialect)
        }
        for view in scope.views where wildcard.matches(view) {
            var query = try named(NamePatternSyntax(view, isWildcard: false, pattern.range))
            query.tableName = view
            found.append(query)
        }
        if found.isEmpty {
            throw BindingError("no table is called '\(pattern.text)'", at: pattern.range, kind: .unknownTable)
        }
        return found
    }

    private func bind(_ node: PrintSyntax) throws(BindingError) -> BoundQuery {
        var expressions = ExpressionBinder(context, scope)
        var names = UniqueNames(node.columns.flatMap { $0.names.map(\.text) })
        var columns: [BoundColumn] = []
        for (index, column) in node.columns.enumerated() {
            let value = try expressions.bind(column.expression)
            let name = try column.givenName ?? names.take("print_\(index)")
            columns.append(BoundColumn(name: name, value: value))
        }
        return BoundQuery.oneRow.projected(columns)
    }

    private func bind(_ node: DatatableSyntax) throws(BindingError) -> BoundQuery {
        let columns = try declared(node.columns)
        guard node.values.count.isMultiple(of: columns.count) else {
            throw BindingError(
                "datatable has \(columns.count) columns and \(node.values.count) values: the last row is not complete",
                at: node.range)
        }
        var cells: [String] = []
        var expressions = ExpressionBinder(context, scope)
        for (index, value) in node.values.enumerated() {
            let type = columns[index % columns.count].type
            let bound = try expressions.bind(value)
            guard bound.literal != nil else {
                throw BindingError("datatable takes constants only", at: value.range)
            }
            let cell = try expressions.located([value.range], value.range) { () throws(KQLFunctionError) in
                try context.functions.convert(bound, to: type)
            }
            cells.append(cell.sql)
        }
        let rows = stride(from: 0, to: cells.count, by: columns.count).map {
            Array(cells[$0..<$0 + columns.count])
        }
        return rowsOfConstants(rows, columns)
    }

    func rowsOfConstants(_ rows: [[String]], _ columns: [KQLColumn]) -> BoundQuery {
        // The names in SQL are numbers, so that they differ by more than case.
        let names = columns.indices.map { "c\($0 + 1)" }
        let bound = zip(columns, names).map { column, name in
            BoundColumn(
                name: column.name,
                value: TypedSQL(type: column.type, sql: "t." + dialect.identifier(name), name: column.name))
        }
        if rows.isEmpty {
            var query = BoundQuery.oneRow
            query.columns = columns.map {
                let missing: KQLLiteral = $0.type == .string ? .string("") : .null($0.type)
                return BoundColumn(name: $0.name, value: TypedSQL(type: $0.type, sql: dialect.literal(missing)))
            }
            query.filters = [dialect.literal(.bool(false))]
            query.isClosed = true
            return query
        }
        return BoundQuery(source: .text(dialect.values(rows, columns: names)), columns: bound)
    }

    func declared(_ columns: [ColumnDeclarationSyntax]) throws(BindingError) -> [KQLColumn] {
        var names = UniqueNames()
        var result: [KQLColumn] = []
        for column in columns {
            if names.contains(column.name.text) {
                throw BindingError("the column '\(column.name.text)' is there twice", at: column.name.range)
            }
            result.append(KQLColumn(name: names.take(column.name.text), type: try KQLType(column.type)))
        }
        return result
    }

    private func bind(_ node: ExternalDataSyntax) throws(BindingError) -> BoundQuery {
        let columns = try declared(node.columns)
        var expressions = ExpressionBinder(context, scope)
        var locations: [String] = []
        for location in node.locations {
            guard case .string(let text)? = try expressions.bind(location).literal else {
                throw BindingError("the place of external data must be a constant string", at: location.range)
            }
            locations.append(text)
        }
        var properties: [String: String] = [:]
        for property in node.properties {
            guard let value = property.values.first else { continue }
            properties[property.name.text] = try text(value)
        }
        let table = KQLExternalTable(
            relation: "externaldata_\(context.externalTables.count + 1)", columns: columns, locations: locations,
            properties: properties)
        context.declare(table)
        return BoundQuery(
            KQLTable(name: "externaldata", columns: columns, relation: table.relation), timespan: nil, dialect)
    }

    /// The value of a setting: a constant, or a word.
    func text(_ value: ExpressionSyntax) throws(BindingError) -> String {
        switch value {
        case .name(let name): return name.text
        case .literal(.string(let text), _): return text
        case .literal(.bool(let flag), _): return flag ? "true" : "false"
        case .literal(.long(let number), _): return String(number)
        case .literal(.real(let number), _): return String(number)
        default: throw BindingError("a setting is a constant", at: value.range)
        }
    }
}
