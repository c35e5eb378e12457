/// The parts of one use of `in`, `has_any` or `has_all`.
struct Membership {
    var operation: MembershipOperator
    var value: TypedSQL
    var context: ScalarContext

    /// One condition for `in`, one for each element for `has_any` and `has_all`.
    func ofElements(_ elements: [TypedSQL]) throws(KQLFunctionError) -> [TypedSQL] {
        if elements.isEmpty { return [] }
        if operation == .hasAny || operation == .hasAll {
            let parts = elements.map { ScalarLibrary.textual(.has, isCased: false, value, $0, context) }
            return [try ScalarLibrary.joined(parts, isAnd: operation == .hasAll, context)]
        }
        var left = value
        var items: [String] = []
        var mayHaveNaN = false
        if operation.isCaseIgnored {
            left = try context.operation("tolower", [context.text(value)], .string)
            for element in elements { items.append(try lowered(context.text(element)).sql) }
        } else {
            for (index, element) in elements.enumerated() {
                guard let (one, other) = ScalarLibrary.comparable(value, element, context) else {
                    throw KQLFunctionError(
                        kind: .argumentType,
                        message:
                            "\(operation.rawValue) cannot compare a \(value.type.rawValue) with a \(element.type.rawValue)",
                        argument: index + 1)
                }
                left = one
                if ScalarLibrary.mayBeNaN(other) {
                    if other.literal != nil { continue }
                    mayHaveNaN = true
                }
                items.append(other.sql)
            }
        }
        if items.isEmpty { return [context.constant(.bool(false))] }
        let list = TypedSQL(type: .string, sql: items.joined(separator: ", "))
        let found = try context.operation("in_list", [left, list], .bool)
        return [try exact(mayHaveNaN ? number(left, found) : found)]
    }

    /// What is not a number equals nothing.
    func number(_ left: TypedSQL, _ found: TypedSQL) throws(KQLFunctionError) -> TypedSQL {
        guard ScalarLibrary.mayBeNaN(left) else { return found }
        return try ScalarLibrary.joined([found, ScalarLibrary.number(left, context)], isAnd: true, context)
    }

    /// null-values: "`in` behaves like a logical OR of equality comparisons", and null is unequal
    /// to every value.
    func exact(_ found: TypedSQL) throws(KQLFunctionError) -> TypedSQL {
        guard ScalarLibrary.isNullable(value) else { return found }
        var result = try context.operation("or_false", [found], .bool)
        result.predicate = found.filter
        return result
    }

    /// The same with an array that is known only when the query runs.
    func ofArray(_ array: TypedSQL) throws(KQLFunctionError) -> TypedSQL {
        let text = context.text(value)
        switch operation {
        case .hasAny, .hasAll:
            let element = TypedSQL(type: .string, sql: "\"·h\"")
            let match = ScalarLibrary.textual(.has, isCased: false, text, element, context)
            return try context.operation(operation == .hasAny ? "any_element" : "all_elements", [array, match], .bool)
        default:
            return try context.operation(operation.isCaseIgnored ? "in_array_i" : "in_array", [array, text], .bool)
        }
    }

    private func lowered(_ text: TypedSQL) throws(KQLFunctionError) -> TypedSQL {
        if case .string(let constant) = text.literal, constant.utf8.allSatisfy({ $0 < 0x80 }) {
            return context.constant(.string(constant.lowercased()))
        }
        return try context.operation("tolower", [text], .string)
    }
}
