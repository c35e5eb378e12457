/// `range` and `getschema`: rows that are made.
extension TableBinder {
    func bind(_ node: RangeSyntax) throws(BindingError) -> BoundQuery {
        var expressions = ExpressionBinder(context, scope)
        let from = try expressions.bind(node.from)
        let through = try expressions.bind(node.to)
        let step = try expressions.bind(node.step)
        let type: KQLType
        switch (from.type, through.type, step.type) {
        case (.datetime, .datetime, .timespan): type = .datetime
        case (.timespan, .timespan, .timespan): type = .timespan
        case (let one, let other, let third) where one.isNumeric && other.isNumeric && third.isNumeric:
            type = [one, other, third].contains(.real) ? .real : .long
        default:
            throw BindingError(
                "range goes over numbers, or over datetime or timespan with a timespan as step", at: node.range)
        }
        if let literal = step.literal, literal.isZero {
            throw BindingError("the step of range must not be 0", at: node.step.range)
        }
        let source = dialect.range(type, from: from.sql, through: through.sql, step: step.sql)
        let value = TypedSQL(type: type, sql: "t." + dialect.identifier("value"), name: node.name.text)
        var query = BoundQuery(source: .text(source), columns: [BoundColumn(name: node.name.text, value: value)])
        query.isSerialized = true
        let isDescending = step.literal?.isNegative ?? false
        query.order = [
            OrderKey(sql: value.sql, type: type, isDescending: isDescending, nullsFirst: !isDescending)
        ]
        query.uniqueKeys = [[node.name.text]]
        return query
    }

    /// `getschema`.
    ///
    /// Source: Kusto's documentation of `getschema`.
    func schema(of input: BoundQuery) -> BoundQuery {
        let rows = input.schema.enumerated().map { index, column in
            [
                dialect.literal(.string(column.name)), dialect.literal(.long(Int64(index))),
                dialect.literal(.string(column.type.systemName)), dialect.literal(.string(column.type.rawValue)),
            ]
        }
        var query = rowsOfConstants(
            rows,
            [
                KQLColumn(name: "ColumnName", type: .string), KQLColumn(name: "ColumnOrdinal", type: .long),
                KQLColumn(name: "DataType", type: .string), KQLColumn(name: "ColumnType", type: .string),
            ])
        query.isSerialized = true
        if query.columns.count > 1 {
            query.order = [
                OrderKey(sql: query.columns[1].value.sql, type: .long, isDescending: false, nullsFirst: true)
            ]
        }
        return query
    }
}

extension KQLType {
    /// What Kusto's engine calls it.
    fileprivate var systemName: String {
        switch self {
        case .bool: "System.SByte"
        case .int: "System.Int32"
        case .long: "System.Int64"
        case .real: "System.Double"
        case .string: "System.String"
        case .datetime: "System.DateTime"
        case .timespan: "System.TimeSpan"
        case .dynamic: "System.Object"
        case .guid: "System.Guid"
        }
    }
}

extension KQLLiteral {
    fileprivate var isZero: Bool {
        switch self {
        case .int(let value): value == 0
        case .long(let value), .timespan(let value): value == 0
        case .real(let value): value == 0
        default: false
        }
    }

    fileprivate var isNegative: Bool {
        switch self {
        case .int(let value): value < 0
        case .long(let value), .timespan(let value): value < 0
        case .real(let value): value < 0
        default: false
        }
    }
}
