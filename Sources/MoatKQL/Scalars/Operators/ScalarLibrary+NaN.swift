/// Comparisons with what is not a number.
///
/// Kusto's `real` is a 64-bit number of IEEE 754 ("the same representation as .NET's System.Double",
/// scalar-data-types/real), to which NaN is unequal to everything, itself too, and neither less nor
/// greater than anything. DuckDB has it equal to itself and greater than all numbers.
extension ScalarLibrary {
    static func mayBeNaN(_ value: TypedSQL) -> Bool {
        guard value.type == .real else { return false }
        return switch value.literal {
        case nil: true
        case .real(let number): number.isNaN
        default: false
        }
    }

    /// Whether it is not NaN.
    static func number(_ value: TypedSQL, _ context: ScalarContext) throws(KQLFunctionError) -> TypedSQL {
        try context.operation("is_number", [value], .bool)
    }

    /// `==` or `!=` where both sides may be NaN.
    static func equality(
        _ operation: BinaryOperator, ofReals one: TypedSQL, _ other: TypedSQL, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        if one.literal != nil || other.literal != nil { return context.constant(.bool(operation == .notEqual)) }
        let name = operation == .equal ? "equal_reals" : "unequal_reals"
        let exact = try context.operation(name + "_nulls", [one, other], .bool)
        let predicate = try context.operation(name, [one, other], .bool)
        return TypedSQL(type: .bool, sql: exact.sql, predicate: predicate.sql)
    }
}
