/// Binds scalar expressions over the columns of one query.
struct ExpressionBinder {
    let context: BindingContext
    let scope: Scope
    /// The query whose columns can be named; without any where there is none.
    let query: BoundQuery
    /// The number of its rows, see ``BindingContext/nextRow()``.
    var row: Int
    /// Whether aggregates may be called, and columns be named only within them.
    var allowsAggregates = false
    /// The keys of `summarize`, which `*` in an aggregate leaves out.
    var groupedNames: Set<String> = []
    /// Whether the expression, as far as it is bound, names a column.
    var usesRow = false
    /// Whether it has a function whose value is another one at each call.
    var isVolatile = false
    /// Whether what is bound is an argument of an aggregate.
    var isInsideAggregate = false

    init(_ context: BindingContext, _ scope: Scope, over query: BoundQuery = .oneRow) {
        self.context = context
        self.scope = scope
        self.query = query
        row = context.nextRow()
    }

    /// For the body of a function, which sees its scope instead of the columns.
    init(_ caller: ExpressionBinder, scope: Scope) {
        context = caller.context
        self.scope = scope
        query = .oneRow
        row = caller.row
    }

    /// Takes over what another binder for the same rows found out.
    mutating func merge(_ other: ExpressionBinder) {
        usesRow = usesRow || other.usesRow
        isVolatile = isVolatile || other.isVolatile
    }

    mutating func bind(_ expression: ExpressionSyntax) throws(BindingError) -> TypedSQL {
        try context.step(expression.range)
        let value = try unchecked(expression)
        if value.sql.utf8.count > context.limits.expressionBytes {
            throw BindingError(
                "the expression is too large: it becomes more than \(context.limits.expressionBytes) bytes of SQL",
                at: expression.range)
        }
        return value
    }

    private mutating func unchecked(_ expression: ExpressionSyntax) throws(BindingError) -> TypedSQL {
        switch expression {
        case .literal(let literal, let range):
            return try located([range], range) { () throws(KQLFunctionError) in
                try context.functions.literal(literal)
            }
        case .name(let name): return try bind(name)
        // A function that takes a type takes its name.
        case .type(let name): return context.functions.constant(.string(try KQLType(name).rawValue))
        case .member(let member):
            let base = try bind(member.base)
            return try located([member.base.range, member.name.range], member.range) {
                () throws(KQLFunctionError) in try context.functions.member(base, member.name.text)
            }
        case .index(let index):
            let base = try bind(index.base)
            let position = try bind(index.index)
            return try located([index.base.range, index.index.range], index.range) {
                () throws(KQLFunctionError) in try context.functions.element(base, position)
            }
        case .call(let call): return try bind(call)
        case .unary(let unary):
            let operand = try bind(unary.operand)
            return try located([unary.operand.range], unary.range) { () throws(KQLFunctionError) in
                try context.functions.unary(unary.operation, operand)
            }
        case .binary(let binary): return try bind(binary)
        case .logical(let logical):
            var operands: [TypedSQL] = []
            for operand in logical.operands { operands.append(try bind(operand)) }
            return try located(logical.operands.map(\.range), logical.range) { () throws(KQLFunctionError) in
                try context.functions.logical(logical.operation, operands)
            }
        case .between(let between):
            let value = try bind(between.value)
            let lower = try bind(between.lower)
            let upper = try bind(between.upper)
            return try located(
                [between.value.range, between.lower.range, between.upper.range], between.operatorRange
            ) { () throws(KQLFunctionError) in
                try context.functions.between(value, lower, upper, isNegated: between.isNegated)
            }
        case .membership(let membership): return try bind(membership)
        case .star(let range):
            throw BindingError("'*' cannot stand here", at: range)
        case .pipeline(let pipeline):
            throw BindingError(
                "a table stands where a value is wanted; toscalar() makes one of the first row", at: pipeline.range)
        }
    }

    /// Gives the errors of a function their place in the query.
    func located(
        _ arguments: [SourceRange], _ whole: SourceRange, _ body: () throws(KQLFunctionError) -> TypedSQL
    ) throws(BindingError) -> TypedSQL {
        do {
            return try body()
        } catch {
            throw BindingError(error, arguments: arguments, whole: whole)
        }
    }

    private mutating func bind(_ name: NameSyntax) throws(BindingError) -> TypedSQL {
        if let column = query.column(named: name.text) {
            if allowsAggregates, !isInsideAggregate {
                throw BindingError(
                    "the column '\(name.text)' has many values in each group: use an aggregate of it, or group by it",
                    at: name.range)
            }
            usesRow = true
            var value = column.value
            value.name = name.text
            return value
        }
        switch scope[name.text] {
        case .scalar(let value, let row):
            if let row {
                guard row == self.row else {
                    throw BindingError(
                        "'\(name.text)' differs from row to row and cannot be used in a table within the function",
                        at: name.range)
                }
                usesRow = true
            }
            return value
        case .table:
            throw BindingError(
                "'\(name.text)' is a table where a value is wanted; toscalar() makes one of the first row",
                at: name.range)
        case .function:
            throw BindingError("'\(name.text)' is a function: call it as \(name.text)()", at: name.range)
        case nil:
            let candidates = query.columns.map(\.name) + scope.scalars
            throw BindingError(
                "there is no column '\(name.text)'", at: name.range,
                suggestion: NearestName.of(name.text, in: candidates))
        }
    }

    private mutating func bind(_ binary: BinarySyntax) throws(BindingError) -> TypedSQL {
        let ranges = [binary.left.range, binary.right.range]
        if case .star = binary.left {
            let right = try bind(binary.right)
            return try anyColumn(binary.operation, right, ranges, binary.operatorRange)
        }
        let left = try bind(binary.left)
        let right = try bind(binary.right)
        return try located(ranges, binary.operatorRange) { () throws(KQLFunctionError) in
            try context.functions.binary(binary.operation, left, right)
        }
    }

    /// `* has 'x'`: whether it holds for any column of type `string`.
    private mutating func anyColumn(
        _ operation: BinaryOperator, _ right: TypedSQL, _ ranges: [SourceRange], _ whole: SourceRange
    ) throws(BindingError) -> TypedSQL {
        usesRow = true
        var conditions: [TypedSQL] = []
        for column in query.columns where column.type == .string || column.type == .dynamic {
            conditions.append(
                try located(ranges, whole) { () throws(KQLFunctionError) in
                    try context.functions.binary(operation, column.value, right)
                })
        }
        guard conditions.count > 1 else {
            return conditions.first ?? context.functions.constant(.bool(false))
        }
        return try located(ranges, whole) { () throws(KQLFunctionError) in
            try context.functions.logical(.or, conditions)
        }
    }

    private mutating func bind(_ membership: MembershipSyntax) throws(BindingError) -> TypedSQL {
        let value = try bind(membership.value)
        if membership.list.count == 1,
            let table = try TableBinder(context, scope).tableIfAny(membership.list[0], columns: query.columns)
        {
            return try bind(membership, value, in: table)
        }
        var list: [TypedSQL] = []
        for element in membership.list { list.append(try bind(element)) }
        return try located(
            [membership.value.range] + membership.list.map(\.range), membership.operatorRange
        ) { () throws(KQLFunctionError) in
            try context.functions.membership(membership.operation, value, list)
        }
    }

    /// The functions that are not in the library, since they need more than the values of their
    /// arguments.
    static let ownFunctions =
        ["column_ifexists", "columnifexists", "toscalar"] + WindowFunction.allCases.map(\.rawValue)

    /// The calls whose arguments are not bound as values first.
    private mutating func bind(_ call: CallSyntax) throws(BindingError) -> TypedSQL {
        let name = call.name.text
        if case .function(let function, let inner) = scope[name] {
            return try bind(call, of: function, inner)
        }
        if name == scope.definedFunction, scope[name] == nil {
            throw BindingError("the function '\(name)' calls itself, which Kusto does not allow", at: call.name.range)
        }
        if name == "column_ifexists" || name == "columnifexists" { return try bindColumnIfExists(call) }
        if name == "toscalar" { return try bindToScalar(call) }
        if WindowFunction(rawValue: name) != nil { return try bindWindow(call) }
        if context.functions.isAggregate(name) {
            let columns = try bindAggregate(call)
            guard columns.count == 1, let column = columns.first else {
                throw BindingError(
                    "\(name)() gives several columns and cannot be part of an expression", at: call.range)
            }
            return column
        }
        try check(call.name) { () throws(KQLFunctionError) in
            let aggregates = allowsAggregates ? context.functions.aggregateNames : []
            try context.functions.checkFunction(name, others: aggregates + scope.functions.sorted() + Self.ownFunctions)
        }
        if ["rand", "new_guid"].contains(name) { isVolatile = true }
        let arguments = try bindArguments(call)
        if name == "pack_all" { usesRow = true }
        let columns = query.schema
        return try located(call.arguments.map(\.value.range), call.name.range) { () throws(KQLFunctionError) in
            try context.functions.call(name, arguments, columns: columns)
        }
    }

    /// Looks for the name of what is called before its arguments are bound: they are not to blame
    /// for a function that does not exist.
    func check(_ name: NameSyntax, _ body: () throws(KQLFunctionError) -> Void) throws(BindingError) {
        do {
            try body()
        } catch {
            throw BindingError(error, arguments: [], whole: name.range)
        }
    }

    /// `column_ifexists(name, default)`: the column where there is one, else the default.
    private mutating func bindColumnIfExists(_ call: CallSyntax) throws(BindingError) -> TypedSQL {
        guard call.arguments.count == 2 else {
            throw BindingError("\(call.name.text)() takes the name of a column and a default", at: call.range)
        }
        let range = call.arguments[0].value.range
        guard case .string(let wanted)? = try bind(call.arguments[0].value).literal else {
            throw BindingError("\(call.name.text)() takes the name of a column as a constant string", at: range)
        }
        return query.column(named: wanted) == nil
            ? try bind(call.arguments[1].value) : try bind(NameSyntax(wanted, range))
    }

    mutating func bindArguments(_ call: CallSyntax) throws(BindingError) -> [TypedSQL] {
        var arguments: [TypedSQL] = []
        for argument in call.arguments {
            if let name = argument.name {
                throw BindingError("\(call.name.text)() has no parameter '\(name.text)'", at: name.range)
            }
            arguments.append(try bind(argument.value))
        }
        return arguments
    }
}
