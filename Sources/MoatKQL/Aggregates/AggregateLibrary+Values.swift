extension AggregateLibrary {
    static let valueAggregates: [Aggregate] =
        extremes + [argument("arg_max", "max"), argument("arg_min", "min"), takeAny, any, takeAnyIf, anyIf]

    private static let extremes = ["min", "max"].flatMap { operation in
        Aggregate.pair(operation, "any") { call, name, condition throws(KQLFunctionError) in
            let type = call.value.type
            if type == .dynamic { throw call.typeError("a value that has an order") }
            return try call.result(text(operation, type), type, prefix: name, condition: condition)
        }
    }

    private static let takeAny = Aggregate("take_any", "any any*") { call throws(KQLFunctionError) in
        var columns: [TypedSQL] = []
        for (index, argument) in call.arguments.enumerated() {
            let name = argument.name ?? "any_arg\(index)"
            columns.append(try call.column(text("any", argument.type), argument.type, of: argument, name: name))
        }
        return columns
    }

    /// Its older name, which names a single column otherwise.
    private static let any = Aggregate("any", "any any*") { call throws(KQLFunctionError) in
        var columns: [TypedSQL] = []
        for (index, argument) in call.arguments.enumerated() {
            let name = call.arguments.count == 1 ? call.resultName("any") : argument.name ?? "arg\(index)"
            columns.append(try call.column(text("any", argument.type), argument.type, of: argument, name: name))
        }
        return columns
    }

    private static let takeAnyIf = Aggregate("take_anyif", "any any") { call throws(KQLFunctionError) in
        let type = call.value.type
        return [try call.column(text("any", type), type, name: call.value.name, condition: 1)]
    }

    private static let anyIf = Aggregate("anyif", "any any") { call throws(KQLFunctionError) in
        let type = call.value.type
        return try call.result(text("any", type), type, prefix: "anyif", condition: 1)
    }

    /// arg-max-aggregation-function: the extreme first, then the other columns of its row.
    private static func argument(_ name: String, _ extreme: String) -> Aggregate {
        Aggregate(name, "any any*") { call throws(KQLFunctionError) in
            let type = call.value.type
            if type == .dynamic { throw call.typeError("a value that has an order") }
            var columns = [try call.column(text(extreme, type), type, name: call.value.name ?? "\(extreme)_")]
            for (index, argument) in call.arguments.enumerated().dropFirst() {
                let column = argument.name ?? "\(extreme)_\(call.value.name ?? "")_arg\(index)"
                let operation = text(name, argument.type)
                columns.append(
                    try call.column(operation, argument.type, of: argument, name: column, other: call.value.sql))
            }
            return columns
        }
    }

    /// Where no row is, a string is empty and not null.
    private static func text(_ name: String, _ type: KQLType) -> String {
        type == .string ? "\(name)_text" : name
    }
}
