extension ScalarLibrary {
    /// An operator between two values.
    public static func binary(
        _ operation: BinaryOperator, _ left: TypedSQL, _ right: TypedSQL, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        switch operation {
        case .add, .subtract, .multiply, .divide, .remainder:
            return try arithmetic(operation, left, right, context)
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
            return try comparison(operation, left, right, context)
        case .matchesRegex:
            let pattern = try RegexArgument.constant(right, of: "matches regex", 1)
            return try context.operation(
                "matches_regex", [context.text(left), context.constant(.string(pattern))], .bool)
        case .colon:
            // Kusto: `col:value` in search is `has` on strings and `==` elsewhere.
            return left.type == .string
                ? textual(.has, isCased: false, left, right, context) : try comparison(.equal, left, right, context)
        default:
            guard let textOperator = TextOperator(operation) else {
                throw KQLFunctionError(
                    kind: .notSupported, message: "the operator \(operation.rawValue) is not supported")
            }
            let found = textual(textOperator.match, isCased: textOperator.isCased, left, right, context)
            return textOperator.isNegated ? try not(found, context) : found
        }
    }

    /// A sign before a value.
    public static func unary(
        _ operation: UnaryOperator, _ value: TypedSQL, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        let operand = value.type == .dynamic ? context.converted(value, to: .real) ?? value : value
        guard operand.type.isNumeric || operand.type == .timespan else {
            throw KQLFunctionError(
                kind: .argumentType,
                message: "\(operation.rawValue) takes a number or a timespan, not a \(value.type.rawValue)",
                argument: 0)
        }
        if operation == .plus { return operand }
        switch operand.literal {
        case .int(let number) where number != .min: return context.constant(.int(-number))
        case .long(let number) where number != .min: return context.constant(.long(-number))
        case .timespan(let number) where number != .min: return context.constant(.timespan(-number))
        case .real(let number): return context.constant(.real(-number))
        default: return try context.operation("negate_\(arithmeticName(operand.type))", [operand], operand.type)
        }
    }

    static func textual(
        _ match: TextMatch, isCased: Bool, _ left: TypedSQL, _ right: TypedSQL, _ context: ScalarContext
    ) -> TypedSQL {
        let text = context.text(left)
        let needle = context.text(right)
        var constant: String?
        if case .string(let value) = needle.literal { constant = value }
        let sql = context.dialect.matches(match, isCased: isCased, text.sql, needle.sql, constant: constant)
        return TypedSQL(type: .bool, sql: sql)
    }
}
