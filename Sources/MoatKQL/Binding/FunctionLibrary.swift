/// What the binder asks of the functions and operators.
protocol FunctionLibrary {
    /// Whether the name is that of an aggregate, supported or not.
    func isAggregate(_ name: String) -> Bool

    /// Throws where there is no function of the name. `others` are names that could stand there too,
    /// for a suggestion.
    func checkFunction(_ name: String, others: [String]) throws(KQLFunctionError)
    /// Throws where there is no aggregate of the name.
    func checkAggregate(_ name: String) throws(KQLFunctionError)
    /// The names of all aggregates, for suggestions.
    var aggregateNames: [String] { get }

    func literal(_ literal: LiteralSyntax) throws(KQLFunctionError) -> TypedSQL
    func constant(_ literal: KQLLiteral) -> TypedSQL
    /// `columns` are those of the row.
    func call(
        _ name: String, _ arguments: [TypedSQL], columns: [KQLColumn]
    ) throws(KQLFunctionError) -> TypedSQL
    func unary(_ operation: UnaryOperator, _ operand: TypedSQL) throws(KQLFunctionError) -> TypedSQL
    func binary(
        _ operation: BinaryOperator, _ left: TypedSQL, _ right: TypedSQL
    ) throws(KQLFunctionError) -> TypedSQL
    func logical(
        _ operation: LogicalSyntax.Operator, _ operands: [TypedSQL]
    ) throws(KQLFunctionError) -> TypedSQL
    func between(
        _ value: TypedSQL, _ lower: TypedSQL, _ upper: TypedSQL, isNegated: Bool
    ) throws(KQLFunctionError) -> TypedSQL
    func membership(
        _ operation: MembershipOperator, _ value: TypedSQL, _ list: [TypedSQL]
    ) throws(KQLFunctionError) -> TypedSQL
    /// With a query of one column on the right, in parentheses.
    func membership(
        _ operation: MembershipOperator, _ value: TypedSQL, subquery: String, type: KQLType
    ) throws(KQLFunctionError) -> TypedSQL
    func member(_ base: TypedSQL, _ name: String) throws(KQLFunctionError) -> TypedSQL
    func element(_ base: TypedSQL, _ index: TypedSQL) throws(KQLFunctionError) -> TypedSQL

    /// The columns that an aggregate gives, usually one. `order` are texts for ORDER BY, for those
    /// that keep the order of their input.
    func aggregate(
        _ name: String, _ arguments: [TypedSQL], order: [String]
    ) throws(KQLFunctionError) -> [TypedSQL]

    /// A value as another type, as a parameter of a function, a cell of a `datatable` or a captured
    /// text takes it.
    func convert(_ value: TypedSQL, to type: KQLType) throws(KQLFunctionError) -> TypedSQL
}
