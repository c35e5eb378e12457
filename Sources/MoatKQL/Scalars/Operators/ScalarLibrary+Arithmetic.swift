extension ScalarLibrary {
    static func arithmetic(
        _ operation: BinaryOperator, _ left: TypedSQL, _ right: TypedSQL, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        var (left, right) = (left, right)
        if left.type == .dynamic { left = context.converted(left, to: numeric(beside: right.type)) ?? left }
        if right.type == .dynamic { right = context.converted(right, to: numeric(beside: left.type)) ?? right }
        if let folded = ConstantArithmetic.fold(operation, left.literal, right.literal) {
            return context.constant(folded)
        }
        switch (left.type, operation, right.type) {
        case (.datetime, .subtract, .datetime):
            return try context.operation("datetime-datetime", [left, right], .timespan)
        case (.datetime, .add, .timespan), (.datetime, .subtract, .timespan):
            return try moved(left, by: right, isBack: operation == .subtract, context)
        case (.timespan, .add, .datetime):
            return try moved(right, by: left, isBack: false, context)
        case (.timespan, .add, .timespan), (.timespan, .subtract, .timespan), (.timespan, .remainder, .timespan):
            return try context.operation("long\(operation.rawValue)long", [left, right], .timespan)
        case (.timespan, .divide, .timespan):
            // timespan: "a value of type real representing the fractional number of times".
            return try context.operation("real/real", [left, right], .real)
        case (.timespan, .divide, _) where right.type.isNumeric:
            return try context.operation("timespan/number", [left, right], .timespan)
        case (.timespan, .multiply, _) where right.type.isNumeric:
            let name = right.type == .real ? "timespan*real" : "long*long"
            return try context.operation(name, [left, right], .timespan)
        case (_, .multiply, .timespan) where left.type.isNumeric:
            return try arithmetic(.multiply, right, left, context)
        case _ where left.type.isNumeric && right.type.isNumeric:
            // numerical-operators, "Type rules": real if one is real, else long.
            let kind: KQLType = left.type == .real || right.type == .real ? .real : .long
            let first = context.converted(left, to: kind) ?? left
            let second = context.converted(right, to: kind) ?? right
            let name = kind == .long && isSmall(left) && isSmall(right) ? "small" : kind.rawValue
            return try context.operation("\(name)\(operation.rawValue)\(name)", [first, second], kind)
        default:
            var message =
                "\(operation.rawValue) cannot be between a \(left.type.rawValue) and a \(right.type.rawValue)"
            if operation == .add, left.type == .string || right.type == .string {
                message += "; strcat() joins strings"
            }
            throw KQLFunctionError(kind: .argumentType, message: message)
        }
    }

    private static func moved(
        _ moment: TypedSQL, by span: TypedSQL, isBack: Bool, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        if case .timespan(let ticks) = span.literal {
            let microseconds = isBack ? -(ticks / 10) : ticks / 10
            let sql = context.dialect.shifted(datetime: moment.sql, by: microseconds)
            return TypedSQL(type: .datetime, sql: sql)
        }
        return try context.operation(isBack ? "datetime-timespan" : "datetime+timespan", [moment, span], .datetime)
    }

    /// Whether a value fits into 32 bits, so that arithmetic on two such cannot leave 64.
    static func isSmall(_ value: TypedSQL) -> Bool {
        switch value.literal {
        case .long(let number): Int32(exactly: number) != nil
        default: value.type == .int || value.type == .bool
        }
    }

    static func arithmeticName(_ type: KQLType) -> String {
        switch type {
        case .int: "int"
        case .real: "real"
        default: "long"
        }
    }

    private static func numeric(beside other: KQLType) -> KQLType {
        switch other {
        case .datetime, .timespan: .timespan
        default: .real
        }
    }
}
