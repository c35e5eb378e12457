extension ScalarLibrary {
    /// `and`, `or`: false and null is false, true or null is true (null-values, "Exceptions to this
    /// rule"), which is SQL's rule too.
    public static func logical(
        isAnd: Bool, _ operands: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        var parts: [TypedSQL] = []
        for (index, operand) in operands.enumerated() {
            parts.append(try condition(operand, of: isAnd ? "and" : "or", index, context))
        }
        return try joined(parts, isAnd: isAnd, context)
    }

    static func joined(
        _ parts: [TypedSQL], isAnd: Bool, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        guard let first = parts.first, parts.count > 1 else { return parts.first ?? context.constant(.bool(isAnd)) }
        let name = isAnd ? "and" : "or"
        var exact = first.sql
        var filter = first.filter
        // One pair of parentheses around a long chain, not one around each pair.
        for part in parts.dropFirst() {
            exact = context.dialect.scalar(name, [exact, part.sql]) ?? exact
            filter = context.dialect.scalar(name, [filter, part.filter]) ?? filter
        }
        exact = context.dialect.scalar("parentheses", [exact]) ?? exact
        filter = context.dialect.scalar("parentheses", [filter]) ?? filter
        return TypedSQL(type: .bool, sql: exact, predicate: filter == exact ? nil : filter)
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
