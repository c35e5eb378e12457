/// An aggregate: what it takes and how it is written.
struct Aggregate: Sendable {
    typealias Body = @Sendable (AggregateCall) throws(KQLFunctionError) -> [TypedSQL]

    var name: String
    private var parameters: ParameterList
    private var body: Body

    init(_ name: String, _ parameters: String, body: @escaping Body) {
        self.name = name
        self.parameters = ParameterList(parameters)
        self.body = body
    }

    /// `name` and `nameif`, whose second argument is the condition. The body is given the name and
    /// the place of the condition.
    static func pair(
        _ name: String, _ parameter: String,
        body: @escaping @Sendable (AggregateCall, String, Int?) throws(KQLFunctionError) -> [TypedSQL]
    ) -> [Aggregate] {
        let plain = Aggregate(name, parameter) { call throws(KQLFunctionError) in try body(call, name, nil) }
        let conditional = Aggregate("\(name)if", "\(parameter) any") { call throws(KQLFunctionError) in
            try body(call, "\(name)if", 1)
        }
        return [plain, conditional]
    }

    func call(_ call: AggregateCall) throws(KQLFunctionError) -> [TypedSQL] {
        var call = call
        let names = call.arguments.map(\.name)
        call.arguments = try parameters.converted(call.arguments, of: name, call.context)
        for index in names.indices { call.arguments[index].name = names[index] }
        return try body(call)
    }
}
