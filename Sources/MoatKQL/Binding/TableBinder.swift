/// Binds tabular expressions.
struct TableBinder {
    let context: BindingContext
    var scope: Scope

    init(_ context: BindingContext, _ scope: Scope) {
        self.context = context
        self.scope = scope
    }

    var dialect: any KQLDialect { context.dialect }

    func bind(_ pipeline: PipelineSyntax) throws(BindingError) -> BoundQuery {
        try context.step(pipeline.range)
        var binder = self
        var query = try bind(pipeline.source)
        for operation in pipeline.operators {
            try context.step(operation.range)
            query = try binder.bind(operation, after: query)
        }
        return query
    }

    private mutating func bind(
        _ operation: OperatorSyntax, after input: BoundQuery
    ) throws(BindingError) -> BoundQuery {
        switch operation {
        case .filter(let node): try bind(node, input)
        case .project(let node): try bind(node, input)
        case .projectPattern(let node): try bind(node, input)
        case .rename(let node): try bind(node, input)
        case .reorder(let node): try bind(node, input)
        case .extend(let node): try bind(node, input)
        case .summarize(let node): try bind(node, input)
        case .distinct(let node): try bind(node, input)
        case .sort(let node): try bind(node, input)
        case .top(let node): try bind(node, input)
        case .take(let node): input.limited(to: try rowCount(node.count, "take"))
        case .sample(let node): input.sampled(try rowCount(node.count, "sample"), dialect)
        case .count: count(input)
        case .join(let node): try bind(node, input)
        case .lookup(let node): try bind(node, input)
        case .union(let node): try bind(node, input)
        case .parse(let node): try bind(node, input)
        case .mvExpand(let node): try bind(node, input)
        case .makeSeries(let node): try bind(node, input)
        case .search(let node): try bind(node, input)
        case .evaluate(let node): try bind(node, input)
        case .serialize(let node): try bind(node, input)
        case .render(let node):
            throw BindingError("render belongs at the end of the query", at: node.range)
        case .invoke(let node): try bind(node, input)
        case .alias(let node): name(input, node.name)
        case .getSchema: schema(of: input)
        }
    }

    func unsupported(_ name: String, _ range: SourceRange) -> BindingError {
        BindingError("'\(name)' is not supported", at: range)
    }

    private mutating func name(_ input: BoundQuery, _ name: NameSyntax) -> BoundQuery {
        var query = input
        query.tableName = name.text
        scope.define(name.text, as: .table(query))
        return query
    }

    // MARK: Tables among expressions

    /// Whether an expression is a table: names and calls may be one as well as a value. `columns`
    /// are those that can be named where it stands.
    func isTable(_ expression: ExpressionSyntax, columns: [BoundColumn]) throws(BindingError) -> Bool {
        try context.step(expression.range)
        switch expression {
        case .pipeline: return true
        case .name(let name):
            if columns.contains(where: { $0.name == name.text }) { return false }
            switch scope[name.text] {
            case .scalar: return false
            case .table: return true
            case .function(let function, let inner): return try givesTable(function, inner)
            case nil: return context.catalog.table(named: name.text) != nil
            }
        case .call(let call):
            if case .function(let function, let inner) = scope[call.name.text] {
                return try givesTable(function, inner)
            }
            return ["materialize", "table"].contains(call.name.text)
        default: return false
        }
    }

    private func givesTable(_ function: FunctionSyntax, _ inner: Scope) throws(BindingError) -> Bool {
        var scope = inner
        let nothing = context.functions.constant(.null(.dynamic))
        for parameter in function.parameters {
            switch parameter.kind {
            case .scalar: scope.define(parameter.name.text, as: .scalar(nothing, row: nil))
            case .tabular: scope.define(parameter.name.text, as: .table(.oneRow))
            }
        }
        for item in function.lets {
            switch item.value {
            case .function(let function): scope.define(item.name.text, as: .function(function, scope))
            case .expression(let value):
                let isTable = try TableBinder(context, scope).isTable(value, columns: [])
                scope.define(item.name.text, as: isTable ? .table(.oneRow) : .scalar(nothing, row: nil))
            }
        }
        return try TableBinder(context, scope).isTable(function.body, columns: [])
    }

    /// The expression as a table; nil where it is a value.
    func tableIfAny(_ expression: ExpressionSyntax, columns: [BoundColumn]) throws(BindingError) -> BoundQuery? {
        try isTable(expression, columns: columns) ? try table(expression) : nil
    }

    func table(_ expression: ExpressionSyntax) throws(BindingError) -> BoundQuery {
        guard let pipeline = expression.pipeline else {
            throw BindingError("a value stands where a table is wanted", at: expression.range)
        }
        return try bind(pipeline)
    }
}
