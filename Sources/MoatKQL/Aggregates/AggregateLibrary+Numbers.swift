extension AggregateLibrary {
    static let numberAggregates: [Aggregate] = sums + averages + spreads + bits

    private static let sums = Aggregate.pair("sum", "any") { call, name, condition throws(KQLFunctionError) in
        switch call.value.type {
        case .int, .long: return try call.result("sum_long", .long, prefix: name, condition: condition)
        case .timespan: return try call.result("sum_long", .timespan, prefix: name, condition: condition)
        case .real, .dynamic:
            let value = call.context.converted(call.value, to: .real)
            return try call.result("sum_real", .real, of: value, prefix: name, condition: condition)
        default: throw call.typeError("a number or a timespan")
        }
    }

    private static let averages = Aggregate.pair("avg", "any") { call, name, condition throws(KQLFunctionError) in
        switch call.value.type {
        case .int, .long, .real, .dynamic:
            let value = call.value.type == .dynamic ? call.context.converted(call.value, to: .real) : call.value
            return try call.result("avg", .real, of: value, prefix: name, condition: condition)
        case .timespan: return try call.result("avg_long", .timespan, prefix: name, condition: condition)
        case .datetime: return try call.result("avg_datetime", .datetime, prefix: name, condition: condition)
        default: throw call.typeError("a number, a datetime or a timespan")
        }
    }

    private static let spreads =
        ["stdev", "variance", "variancep"].flatMap { operation in
            Aggregate.pair(operation, "number") { call, name, condition throws(KQLFunctionError) in
                try call.result(operation, .real, prefix: name, condition: condition)
            }
        } + [
            // Kusto has no stdevpif().
            Aggregate("stdevp", "number") { call throws(KQLFunctionError) in
                try call.result("stdevp", .real, prefix: "stdevp")
            }
        ]

    private static let bits = ["binary_all_or", "binary_all_and", "binary_all_xor"].map { name in
        Aggregate(name, "long") { call throws(KQLFunctionError) in
            [try call.column(name, .long, name: call.value.name)]
        }
    }
}
