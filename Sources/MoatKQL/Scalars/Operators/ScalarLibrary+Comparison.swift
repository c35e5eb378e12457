extension ScalarLibrary {
    static func comparison(
        _ operation: BinaryOperator, _ left: TypedSQL, _ right: TypedSQL, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        guard let (one, other) = comparable(left, right, context) else {
            throw KQLFunctionError(
                kind: .argumentType,
                message:
                    "\(operation.rawValue) cannot be between a \(left.type.rawValue) and a \(right.type.rawValue): "
                    + "convert one of them, as with tostring() or tolong()")
        }
        let isEquality = operation == .equal || operation == .notEqual
        if mayBeNaN(one), mayBeNaN(other), isEquality {
            return try equality(operation, ofReals: one, other, context)
        }
        let symbol = operation == .equal ? "=" : operation == .notEqual ? "<>" : operation.rawValue
        let plain = try context.operation(symbol, [one, other], .bool)
        guard isEquality else {
            // To the database it is more than any number.
            let greater = operation == .less || operation == .lessOrEqual ? other : one
            return mayBeNaN(greater) ? try joined([plain, number(greater, context)], isAnd: true, context) : plain
        }
        let nullable = [isNullable(one), isNullable(other)]
        guard nullable.contains(true) else { return plain }
        // null-values, "Equality and inequality of null values": of two nulls null, of one null
        // and something false and true.
        let name = (operation == .equal ? "equal" : "unequal") + (nullable == [true, true] ? "_nulls" : "_null")
        let exact = try context.operation(name, [one, other], .bool)
        let predicate =
            operation == .equal ? plain : try context.operation("unequal_null", [one, other], .bool)
        return TypedSQL(type: .bool, sql: exact.sql, predicate: predicate.sql)
    }

    /// `value between (low .. high)`; both ends belong to it (between-operator). Beside a `datetime`
    /// the high end may be a `timespan`, counted from the low end.
    public static func between(
        _ value: TypedSQL, _ low: TypedSQL, _ high: TypedSQL, isNegated: Bool, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        var end = high
        if low.type == .datetime, high.type == .timespan { end = try arithmetic(.add, low, high, context) }
        let above = try comparison(.greaterOrEqual, value, low, context)
        let below = try comparison(.lessOrEqual, value, end, context)
        let inside = try joined([above, below], isAnd: true, context)
        return isNegated ? try not(inside, context) : inside
    }

    static func isNullable(_ value: TypedSQL) -> Bool {
        if value.type == .string { return false }
        switch value.literal {
        case nil, .null, .dynamic(.null): return true
        default: return false
        }
    }

    /// Both sides as one type; nil where Kusto compares no such types.
    static func comparable(_ left: TypedSQL, _ right: TypedSQL, _ context: ScalarContext) -> (TypedSQL, TypedSQL)? {
        switch (left.type, right.type) {
        case (.dynamic, .dynamic):
            return (text(ofDynamic: left, context), text(ofDynamic: right, context))
        case (.dynamic, _): return context.converted(left, to: right.type).map { ($0, right) }
        case (_, .dynamic): return context.converted(right, to: left.type).map { (left, $0) }
        case (.int, .long):
            // A constant of the column's own type lets the database use its statistics.
            if case .long(let value) = right.literal, let small = Int32(exactly: value) {
                return (left, context.constant(.int(small)))
            }
            return (left, right)
        case (.long, .int):
            return comparable(right, left, context).map { ($0.1, $0.0) }
        case _ where left.type == right.type || (left.type.isNumeric && right.type.isNumeric):
            return (left, right)
        case (.bool, _) where right.type.isNumeric: return context.converted(left, to: right.type).map { ($0, right) }
        case (_, .bool) where left.type.isNumeric: return context.converted(right, to: left.type).map { (left, $0) }
        case (.string, .guid): return context.converted(left, to: .guid).map { ($0, right) }
        case (.guid, .string): return context.converted(right, to: .guid).map { (left, $0) }
        case (.datetime, .string), (.timespan, .string):
            return right.literal == nil ? nil : context.converted(right, to: left.type).map { (left, $0) }
        case (.string, .datetime), (.string, .timespan):
            return left.literal == nil ? nil : context.converted(left, to: right.type).map { ($0, right) }
        default: return nil
        }
    }

    private static func text(ofDynamic value: TypedSQL, _ context: ScalarContext) -> TypedSQL {
        (try? context.operation("dynamic_text", [value], .string)) ?? value
    }
}
