/// The functions that look at other rows. They need rows in an order.
///
/// Source: Kusto's documentation of window functions.
enum WindowFunction: String, CaseIterable {
    case rowNumber = "row_number"
    case prev
    case next
    case rowCumulativeSum = "row_cumsum"

    /// Whether an expression calls one.
    static func isCalled(in expression: ExpressionSyntax) -> Bool {
        switch expression {
        case .literal, .name, .type, .star, .pipeline: false
        case .member(let member): isCalled(in: member.base)
        case .index(let index): isCalled(in: index.base) || isCalled(in: index.index)
        case .call(let call):
            WindowFunction(rawValue: call.name.text) != nil || call.arguments.contains { isCalled(in: $0.value) }
        case .unary(let unary): isCalled(in: unary.operand)
        case .binary(let binary): isCalled(in: binary.left) || isCalled(in: binary.right)
        case .logical(let logical): logical.operands.contains { isCalled(in: $0) }
        case .between(let between):
            isCalled(in: between.value) || isCalled(in: between.lower) || isCalled(in: between.upper)
        case .membership(let membership):
            isCalled(in: membership.value) || membership.list.contains { isCalled(in: $0) }
        }
    }
}

extension ExpressionBinder {
    /// The query is numbered already, see ``BoundQuery/numbered(_:)``.
    mutating func bindWindow(_ call: CallSyntax) throws(BindingError) -> TypedSQL {
        guard let function = WindowFunction(rawValue: call.name.text) else {
            throw BindingError("\(call.name.text)() is not supported", at: call.range)
        }
        guard query.isSerialized, query.order.count == 1, query.order[0].isRowNumber else {
            throw BindingError(
                "\(function.rawValue)() needs rows in an order: put 'serialize' or 'sort by' before", at: call.range)
        }
        let arguments = try bindArguments(call)
        let dialect = context.dialect
        let order = query.orderTexts(dialect)
        switch function {
        case .rowNumber:
            let start = try constant(arguments, 0, call) ?? 1
            try refuse(arguments, beyond: 1, call)
            let number = dialect.window(dialect.rowNumber, order: order)
            return TypedSQL(type: .long, sql: start == 1 ? number : "(\(number) + \(start &- 1))")
        case .prev, .next:
            guard let value = arguments.first else {
                throw BindingError("\(function.rawValue)() needs a column", at: call.range)
            }
            try refuse(arguments, beyond: 3, call)
            let distance = try constant(arguments, 1, call) ?? 1
            let missing = try missing(arguments, value, call)
            let before = function == .prev ? distance : 0 &- distance
            let sql = dialect.neighbour(value.sql, before: before, missing: missing.sql)
            return TypedSQL(type: value.type, sql: dialect.window(sql, order: order))
        case .rowCumulativeSum:
            guard let value = arguments.first, value.type.isNumeric || value.type == .timespan else {
                throw BindingError("row_cumsum() needs a number", at: call.range)
            }
            try refuse(arguments, beyond: 1, call)
            let sum = dialect.runningTotal(value.sql, value.type, order: order)
            return TypedSQL(type: value.type == .int ? .long : value.type, sql: sum)
        }
    }

    private func missing(
        _ arguments: [TypedSQL], _ value: TypedSQL, _ call: CallSyntax
    ) throws(BindingError) -> TypedSQL {
        guard arguments.count > 2 else {
            return context.functions.constant(value.type == .string ? .string("") : .null(value.type))
        }
        let range = call.arguments[2].value.range
        return try located([range], range) { () throws(KQLFunctionError) in
            try context.functions.convert(arguments[2], to: value.type)
        }
    }

    private func refuse(_ arguments: [TypedSQL], beyond count: Int, _ call: CallSyntax) throws(BindingError) {
        guard arguments.count > count else { return }
        throw BindingError(
            "\(call.name.text)() is supported with at most \(count) arguments", at: call.arguments[count].value.range)
    }

    private func constant(_ arguments: [TypedSQL], _ index: Int, _ call: CallSyntax) throws(BindingError) -> Int64? {
        guard index < arguments.count else { return nil }
        switch arguments[index].literal {
        case .long(let value): return value
        case .int(let value): return Int64(value)
        default:
            throw BindingError(
                "\(call.name.text)() needs a whole number here", at: call.arguments[index].value.range)
        }
    }
}
