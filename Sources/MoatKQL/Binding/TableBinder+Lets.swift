/// What `let` defines, and calls of it.
extension TableBinder {
    /// The scope with these names added. `row`: the rows of which parameters in scope speak.
    func defining(_ lets: [LetSyntax], row: Int? = nil) throws(BindingError) -> Scope {
        var binder = self
        for item in lets {
            try context.step(item.range)
            let name = item.name.text
            switch item.value {
            case .function(let function):
                binder.scope.define(name, as: .function(function, binder.scope.inside(name)))
            case .expression(let value):
                if var table = try binder.tableIfAny(value, columns: []) {
                    table.tableName = name
                    binder.scope.define(name, as: .table(table))
                } else {
                    var expressions = ExpressionBinder(context, binder.scope)
                    if let row { expressions.row = row }
                    var value = try expressions.bind(value)
                    value.name = nil
                    binder.scope.define(name, as: .scalar(value, row: expressions.usesRow ? row : nil))
                }
            }
        }
        return binder.scope
    }

    /// A call whose value is a table.
    func bind(_ call: CallSyntax) throws(BindingError) -> BoundQuery {
        let name = call.name.text
        switch scope[name] {
        case .function(let function, let inner):
            var query = try bind(call, of: function, inner, input: nil)
            query.tableName = name
            return query
        case .table, .scalar: throw BindingError("'\(name)' is not a function", at: call.name.range)
        case nil: break
        }
        switch name {
        case "materialize":
            guard call.arguments.count == 1, let argument = call.arguments.first else {
                throw BindingError("materialize() takes one table", at: call.range)
            }
            return context.share(try table(argument.value))
        case "table":
            guard call.arguments.count >= 1, case .literal(.string(let wanted), let range) = call.arguments[0].value
            else { throw BindingError("table() needs the name of a table as a string", at: call.range) }
            return try named(NamePatternSyntax(wanted, isWildcard: false, range))
        default: throw unknownFunction(call.name)
        }
    }

    private func unknownFunction(_ name: NameSyntax) -> BindingError {
        if name.text == scope.definedFunction {
            return BindingError("the function '\(name.text)' calls itself, which Kusto does not allow", at: name.range)
        }
        return BindingError(
            "there is no function '\(name.text)' that gives a table", at: name.range,
            suggestion: NearestName.of(name.text, in: scope.functions))
    }

    /// `invoke f(...)`: the input is the first argument.
    func bind(_ node: InvokeSyntax, _ input: BoundQuery) throws(BindingError) -> BoundQuery {
        guard case .function(let function, let inner) = scope[node.call.name.text] else {
            throw unknownFunction(node.call.name)
        }
        return try bind(node.call, of: function, inner, input: input)
    }

    private func bind(
        _ call: CallSyntax, of function: FunctionSyntax, _ inner: Scope, input: BoundQuery?
    ) throws(BindingError) -> BoundQuery {
        if input != nil {
            guard case .tabular? = function.parameters.first?.kind else {
                throw BindingError("invoke needs a function whose first parameter is a table", at: call.range)
            }
        }
        var scope = inner
        let given = try ParameterMatch(call, function, skipping: input == nil ? 0 : 1)
        for (index, (parameter, argument)) in zip(function.parameters, given.arguments).enumerated() {
            switch parameter.kind {
            case .scalar(let type, let defaultValue):
                var expressions = ExpressionBinder(context, self.scope)
                let entry = try expressions.bindArgument(parameter, type, argument ?? defaultValue, call)
                scope.define(parameter.name.text, as: entry)
            case .tabular(let columns, _):
                var table: BoundQuery
                if index == 0, let input {
                    table = input
                } else {
                    guard let argument else { throw given.missing(parameter) }
                    table = try self.table(argument)
                }
                try check(table, has: columns, call)
                table.tableName = parameter.name.text
                scope.define(parameter.name.text, as: .table(table))
            }
        }
        let binder = TableBinder(context, try TableBinder(context, scope).defining(function.lets))
        return try binder.table(function.body)
    }

    private func check(
        _ table: BoundQuery, has columns: [ColumnDeclarationSyntax], _ call: CallSyntax
    ) throws(BindingError) {
        for wanted in columns {
            let type = try KQLType(wanted.type)
            guard let column = table.column(named: wanted.name.text) else {
                throw BindingError(
                    "\(call.name.text)() needs a table with a column '\(wanted.name.text)'", at: call.range)
            }
            guard column.type == type else {
                throw BindingError(
                    "\(call.name.text)() needs '\(wanted.name.text)' of type \(type.rawValue), not \(column.type.rawValue)",
                    at: call.range)
            }
        }
    }
}
