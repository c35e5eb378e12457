/// The libraries of functions and operators, as the binder asks for them.
struct LibraryFunctions: FunctionLibrary {
    let dialect: any SQLDialect
    let now: Int64

    private func context(_ columns: [KQLColumn] = []) -> ScalarContext {
        ScalarContext(dialect: dialect, now: now, columns: columns)
    }

    func isAggregate(_ name: String) -> Bool {
        AggregateLibrary.has(name) || UnsupportedFunctions.aggregates.contains(name)
    }

    func checkFunction(_ name: String, others: [String]) throws(KQLFunctionError) {
        if !ScalarLibrary.has(name) { throw ScalarLibrary.unknown(name, others: others) }
    }

    func checkAggregate(_ name: String) throws(KQLFunctionError) {
        if !AggregateLibrary.has(name) { throw AggregateLibrary.unknown(name) }
    }

    var aggregateNames: [String] { AggregateLibrary.names }

    func literal(_ literal: LiteralSyntax) throws(KQLFunctionError) -> TypedSQL {
        constant(try KQLLiteral(literal, now: now))
    }

    func constant(_ literal: KQLLiteral) -> TypedSQL {
        context().constant(literal)
    }

    func call(
        _ name: String, _ arguments: [TypedSQL], columns: [KQLColumn]
    ) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.call(name, arguments, context(columns))
    }

    func unary(_ operation: UnaryOperator, _ operand: TypedSQL) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.unary(operation, operand, context())
    }

    func binary(
        _ operation: BinaryOperator, _ left: TypedSQL, _ right: TypedSQL
    ) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.binary(operation, left, right, context())
    }

    func logical(
        _ operation: LogicalSyntax.Operator, _ operands: [TypedSQL]
    ) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.logical(isAnd: operation == .and, operands, context())
    }

    func between(
        _ value: TypedSQL, _ lower: TypedSQL, _ upper: TypedSQL, isNegated: Bool
    ) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.between(value, lower, upper, isNegated: isNegated, context())
    }

    func membership(
        _ operation: MembershipOperator, _ value: TypedSQL, _ list: [TypedSQL]
    ) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.membership(operation, value, list, context())
    }

    func membership(
        _ operation: MembershipOperator, _ value: TypedSQL, subquery: String, type: KQLType
    ) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.membership(operation, value, subquery: subquery, type: type, context())
    }

    func member(_ base: TypedSQL, _ name: String) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.member(of: base, named: name, context())
    }

    func element(_ base: TypedSQL, _ index: TypedSQL) throws(KQLFunctionError) -> TypedSQL {
        try ScalarLibrary.index(of: base, at: index, context())
    }

    func aggregate(
        _ name: String, _ arguments: [TypedSQL], order: [String]
    ) throws(KQLFunctionError) -> [TypedSQL] {
        try AggregateLibrary.call(name, arguments, order: order, context())
    }

    func convert(_ value: TypedSQL, to type: KQLType) throws(KQLFunctionError) -> TypedSQL {
        guard let converted = context().converted(value, to: type) else {
            throw KQLFunctionError(
                kind: .argumentType, message: "a \(value.type.rawValue) cannot be converted to a \(type.rawValue)")
        }
        return converted
    }
}
