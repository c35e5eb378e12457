extension ScalarLibrary {
    /// `and`, `or`: false and null is false, true or null is true (null-values, "Exceptions to this
    /// rule"), which is SQL's rule too.
    public static func logical(
        isAnd: Bool, _ left: TypedSQL, _ right: TypedSQL, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        let word = isAnd ? "and" : "or"
        let first = try condition(left, of: word, 0, context)
        let second = try condition(right, of: word, 1, context)
        return try joined([first, second], isAnd: isAnd, context)
    }

    static func joined(
        _ parts: [TypedSQL], isAnd: Bool, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        guard var result = parts.first else { return context.constant(.bool(isAnd)) }
        for part in parts.dropFirst() {
            let operation = isAnd ? "and" : "or"
            let exact = try context.operation(operation, [result, part], .bool)
            let predicate = context.dialect.scalar(operation, [result.filter, part.filter])
            result = TypedSQL(type: .bool, sql: exact.sql, predicate: predicate == exact.sql ? nil : predicate)
        }
        return result
    }

    static func not(_ value: TypedSQL, _ context: ScalarContext) throws(KQLFunctionError) -> TypedSQL {
        if case .bool(let constant) = value.literal { return context.constant(.bool(!constant)) }
        return try context.operation("not", [value], .bool)
    }

    /// A value where a `bool` is wanted.
    static func condition(
        _ value: TypedSQL, of name: String, _ index: Int, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        if value.type == .bool { return value }
        guard value.type == .dynamic || value.type.isNumeric, let result = context.converted(value, to: .bool) else {
            throw KQLFunctionError(
                kind: .argumentType, message: "\(name) takes a bool, not a \(value.type.rawValue)", argument: index)
        }
        return result
    }
}
