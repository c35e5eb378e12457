/// The functions and operators of the libraries, for one query.
struct LibraryFunctions: FunctionLibrary {
    private let context: ScalarContext

    init(dialect: any KQLDialect, now: Int64) {
        context = ScalarContext(dialect: dialect, now: now)
    }

    func isAggregate(_ name: String) -> Bool { AggregateLibrary.has(name) }

    func constant(_ literal: KQLLiteral) -> TypedSQL { ScalarLibrary.literal(literal, context) }

    func literal(_ literal: LiteralSyntax) throws(KQLFunctionError) -> TypedSQL {
        constant(try KQLLiteral(literal))
    }

    func call(
        _ name: String, _ arguments: [TypedSQL], columns: [KQLColumn]
    ) throws(KQLFunctionError) -> TypedSQL {
        var context = context
        context.columns = columns
        return try ScalarLibrary.call(name, arguments, context)
    }

    func unary(_ operation: UnaryOperator, _ operand: TypedSQL) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.unary(operation, operand, context)
    }

    func binary(
        _ operation: BinaryOperator, _ left: TypedSQL, _ right: TypedSQL
    ) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.binary(operation, left, right, context)
    }

    func logical(
        _ operation: LogicalSyntax.Operator, _ operands: [TypedSQL]
    ) throws(KQLFunctionError) -> TypedSQL {
        var conditions: [TypedSQL] = []
        for (index, operand) in operands.enumerated() {
            conditions.append(try ScalarLibrary.condition(operand, of: operation.rawValue, index, context))
        }
        return try ScalarLibrary.joined(conditions, isAnd: operation == .and, context)
    }

    func between(
        _ value: TypedSQL, _ lower: TypedSQL, _ upper: TypedSQL, isNegated: Bool
    ) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.between(value, lower, upper, isNegated: isNegated, context)
    }

    func membership(
        _ operation: MembershipOperator, _ value: TypedSQL, _ list: [TypedSQL]
    ) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.membership(operation, value, list, context)
    }

    func membership(
        _ operation: MembershipOperator, _ value: TypedSQL, subquery: String, type: KQLType
    ) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.membership(operation, value, subquery: subquery, type: type, context)
    }

    func member(_ base: TypedSQL, _ name: String) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.member(of: base, named: name, context)
    }

    func element(_ base: TypedSQL, _ index: TypedSQL) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.index(of: base, at: index, context)
    }

    func aggregate(
        _ name: String, _ arguments: [TypedSQL], order: [String]
    ) throws(KQLFunctionError) -> [TypedSQL] {
        [try AggregateLibrary.call(name, arguments, context)]
    }

    func convert(_ value: TypedSQL, to type: KQLType) throws(KQLFunctionError) -> TypedSQL {
        guard let converted = context.converted(value, to: type) else {
            throw KQLFunctionError(
                kind: .argumentType, message: "a \(value.type.rawValue) cannot become a \(type.rawValue)", argument: 0)
        }
        return converted
    }
}
