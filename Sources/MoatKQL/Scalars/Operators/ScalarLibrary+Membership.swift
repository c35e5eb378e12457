extension ScalarLibrary {
    /// `in`, `in~`, `has_any`, … with a list of values on the right; a value that is a `dynamic`
    /// array stands for its elements.
    public static func membership(
        _ operation: MembershipOperator, _ value: TypedSQL, _ list: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        var elements: [TypedSQL] = []
        var arrays: [TypedSQL] = []
        for item in list {
            if case .dynamic(.array(let values)) = item.literal {
                // An element of an array has no type that would keep it from being compared.
                let isText = value.type == .string
                elements += values.map {
                    let scalar = $0.scalar ?? .dynamic($0)
                    return context.constant(isText ? scalar.converted(to: .string) ?? scalar : scalar)
                }
            } else if item.type == .dynamic {
                arrays.append(item)
            } else {
                elements.append(item)
            }
        }
        let parts = Membership(operation: operation, value: value, context: context)
        var found = try parts.ofElements(elements)
        for array in arrays { found.append(try parts.ofArray(array)) }
        let isAll = operation == .hasAll
        let result = try joined(found.isEmpty ? [context.constant(.bool(isAll))] : found, isAnd: isAll, context)
        return operation.isNegated ? try not(result, context) : result
    }

    /// `in`, `in~` and their negations with a query on the right: SQL in parentheses is added here.
    /// The query has one column, of type `type`.
    public static func membership(
        _ operation: MembershipOperator, _ value: TypedSQL, subquery: String, type: KQLType, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        let element = TypedSQL(type: type, sql: "\"·e\"")
        guard operation != .hasAny, operation != .hasAll, let (left, right) = comparable(value, element, context) else {
            throw KQLFunctionError(
                kind: .argumentType,
                message:
                    "\(operation.rawValue) cannot be between a \(value.type.rawValue) and a column of type \(type.rawValue)"
            )
        }
        let name = operation.isCaseIgnored && left.type == .string ? "in_query_i" : "in_query"
        let query = TypedSQL(type: type, sql: subquery)
        let parts = Membership(operation: operation, value: value, context: context)
        var found = try context.operation(name, [left, right, query], .bool)
        if mayBeNaN(right) { found = try parts.number(left, found) }
        found = try parts.exact(found)
        return operation.isNegated ? try not(found, context) : found
    }
}

extension MembershipOperator {
    var isNegated: Bool { self == .notIn || self == .notInIgnoringCase }
    var isCaseIgnored: Bool { self == .inIgnoringCase || self == .notInIgnoringCase }
}
