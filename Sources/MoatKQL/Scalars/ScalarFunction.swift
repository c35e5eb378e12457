/// A scalar function: what it takes, what it gives, and how it is written.
struct ScalarFunction: Sendable {
    typealias Body = @Sendable ([TypedSQL], ScalarContext) throws(KQLFunctionError) -> TypedSQL

    enum Result: Hashable {
        case type(KQLType)
        /// The type of an argument.
        case same(Int)
    }

    /// How a result without a name of its own is named (Kusto's result name kinds).
    enum Naming: Hashable {
        case none
        /// After the column that the first argument is.
        case first
    }

    var name: String
    private var parameters: ParameterList
    private var naming: Naming
    private var body: Body

    /// A function that the dialect has a text for, under the function's name or `operation`.
    init(
        _ name: String, _ parameters: String, _ result: Result, operation: String? = nil, naming: Naming = .none
    ) {
        self.init(name, parameters, naming: naming) { arguments, context throws(KQLFunctionError) in
            let type: KQLType
            switch result {
            case .type(let fixed): type = fixed
            case .same(let index): type = index < arguments.count ? arguments[index].type : .dynamic
            }
            return try context.operation(operation ?? name, arguments, type)
        }
    }

    /// A function with a way of its own. Its arguments have the types of the parameters.
    init(_ name: String, _ parameters: String, naming: Naming = .none, body: @escaping Body) {
        self.name = name
        self.parameters = ParameterList(parameters)
        self.naming = naming
        self.body = body
    }

    func call(_ arguments: [TypedSQL], _ context: ScalarContext) throws(KQLFunctionError) -> TypedSQL {
        let converted = try parameters.converted(arguments, of: name, context)
        var result = try body(converted, context)
        result.name = naming == .first ? arguments.first?.name : nil
        return result
    }
}
