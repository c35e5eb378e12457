/// Calls of functions that the query defines.
extension ExpressionBinder {
    /// A call of one whose value is a scalar.
    mutating func bind(
        _ call: CallSyntax, of function: FunctionSyntax, _ inner: Scope
    ) throws(BindingError) -> TypedSQL {
        var scope = inner
        let given = try ParameterMatch(call, function)
        for (parameter, argument) in zip(function.parameters, given.arguments) {
            switch parameter.kind {
            case .scalar(let type, let defaultValue):
                let entry = try bindArgument(parameter, type, argument ?? defaultValue, call)
                scope.define(parameter.name.text, as: entry)
            case .tabular:
                guard let argument else { throw given.missing(parameter) }
                let table = try TableBinder(context, self.scope).table(argument)
                scope.define(parameter.name.text, as: .table(table))
            }
        }
        let binder = TableBinder(context, try TableBinder(context, scope).defining(function.lets, row: row))
        if try binder.isTable(function.body, columns: []) {
            throw BindingError(
                "\(call.name.text)() gives a table where a value is wanted; toscalar() makes one of the first row",
                at: call.range)
        }
        // The body sees its parameters, not the columns of the row.
        var body = ExpressionBinder(self, scope: binder.scope)
        let value = try body.bind(function.body)
        merge(body)
        return value
    }

    /// An argument as what its parameter stands for.
    mutating func bindArgument(
        _ parameter: ParameterSyntax, _ type: TypeNameSyntax, _ argument: ExpressionSyntax?, _ call: CallSyntax
    ) throws(BindingError) -> Scope.Entry {
        guard let argument else {
            throw BindingError("\(call.name.text)() needs its parameter '\(parameter.name.text)'", at: call.range)
        }
        let wanted = try KQLType(type)
        var binder = self
        binder.usesRow = false
        let value = try binder.bind(argument)
        let converted = try located([argument.range], argument.range) { () throws(KQLFunctionError) in
            try context.functions.convert(value, to: wanted)
        }
        merge(binder)
        return .scalar(converted, row: binder.usesRow ? row : nil)
    }
}

/// Which argument of a call is for which parameter.
struct ParameterMatch {
    /// One for each parameter; nil where the call has none for it.
    let arguments: [ExpressionSyntax?]
    private let call: CallSyntax

    init(_ call: CallSyntax, _ function: FunctionSyntax, skipping given: Int = 0) throws(BindingError) {
        self.call = call
        let name = call.name.text
        let parameters = function.parameters
        var arguments = [ExpressionSyntax?](repeating: nil, count: parameters.count)
        var next = given
        for argument in call.arguments {
            var index = next
            if let wanted = argument.name {
                guard let found = parameters.firstIndex(where: { $0.name.text == wanted.text }) else {
                    throw BindingError(
                        "\(name)() has no parameter '\(wanted.text)'", at: wanted.range,
                        suggestion: NearestName.of(wanted.text, in: parameters.map(\.name.text)))
                }
                index = found
            }
            guard index < parameters.count else {
                throw BindingError("\(name)() takes \(parameters.count) arguments", at: argument.value.range)
            }
            guard arguments[index] == nil else {
                throw BindingError(
                    "\(name)() is given '\(parameters[index].name.text)' twice", at: argument.value.range)
            }
            arguments[index] = argument.value
            next = index + 1
        }
        self.arguments = arguments
    }

    func missing(_ parameter: ParameterSyntax) -> BindingError {
        BindingError("\(call.name.text)() needs its parameter '\(parameter.name.text)'", at: call.range)
    }
}

extension KQLType {
    /// The type of a name in a query. Refuses those that Moat does not know.
    init(_ name: TypeNameSyntax) throws(BindingError) {
        guard let type = KQLType(kustoName: name.text) else {
            throw BindingError("the type '\(name.text)' is not supported", at: name.range)
        }
        self = type
    }
}
