/// Calls of aggregates.
extension ExpressionBinder {
    /// The columns that a call of an aggregate gives.
    mutating func bindAggregate(_ call: CallSyntax) throws(BindingError) -> [TypedSQL] {
        let name = call.name.text
        try check(call.name) { () throws(KQLFunctionError) in try context.functions.checkAggregate(name) }
        guard allowsAggregates, !isInsideAggregate else {
            throw BindingError(
                allowsAggregates
                    ? "an aggregate cannot be within another one"
                    : "\(name)() is an aggregate: it belongs into summarize", at: call.name.range)
        }
        isInsideAggregate = true
        defer { isInsideAggregate = false }
        var arguments: [TypedSQL] = []
        for argument in call.arguments {
            if case .star = argument.value {
                let given = Set(arguments.compactMap(\.name))
                arguments += query.columns.filter { !given.contains($0.name) && !groupedNames.contains($0.name) }
                    .map { column in
                        var value = column.value
                        value.name = column.name
                        return value
                    }
            } else {
                arguments.append(try bind(argument.value))
            }
        }
        let order = query.orderTexts(context.dialect)
        do {
            return try context.functions.aggregate(name, arguments, order: order)
        } catch {
            throw BindingError(error, arguments: call.arguments.map(\.value.range), whole: call.name.range)
        }
    }
}
