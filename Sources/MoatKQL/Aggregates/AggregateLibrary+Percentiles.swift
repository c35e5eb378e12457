extension AggregateLibrary {
    static let percentileAggregates: [Aggregate] = [
        Aggregate("percentile", "any number", body: columns),
        Aggregate("percentiles", "any number number*", body: columns),
        Aggregate("percentiles_array", "any any any*", body: array),
    ]

    @Sendable private static func columns(_ call: AggregateCall) throws(KQLFunctionError) -> [TypedSQL] {
        var columns: [TypedSQL] = []
        for index in 1..<call.arguments.count {
            let share = try share(call.arguments[index], of: call.name, index)
            let digits = share == share.rounded() ? "\(Int(share))" : "\(share)"
            let text = String(digits.map { $0 == "." ? "_" : $0 })
            columns.append(try quantile(call, share, name: "percentile_\(call.value.name ?? "")_\(text)"))
        }
        return columns
    }

    @Sendable private static func array(_ call: AggregateCall) throws(KQLFunctionError) -> [TypedSQL] {
        var shares: [Double] = []
        for (index, argument) in call.arguments.enumerated().dropFirst() {
            var given = [argument]
            if case .dynamic(.array(let values)) = argument.literal {
                given = values.map { call.context.constant(.dynamic($0)) }
            }
            for value in given { shares.append(try share(value, of: call.name, index)) }
        }
        var values: [String] = []
        for share in shares {
            let value = try quantile(call, share, name: "")
            values.append((call.context.converted(value, to: .dynamic) ?? value).sql)
        }
        let list = TypedSQL(type: .dynamic, sql: values.joined(separator: ", "))
        var result = try call.context.operation("pack_array", [list], .dynamic)
        result.name = call.resultName("percentiles")
        return [result]
    }

    /// percentiles-aggregation-function: "nearest-rank percentile".
    private static func quantile(
        _ call: AggregateCall, _ share: Double, name: String
    ) throws(KQLFunctionError) -> TypedSQL {
        var value = call.value
        if value.type == .dynamic { value = call.context.converted(value, to: .real) ?? value }
        guard value.type.isNumeric || value.type == .datetime || value.type == .timespan else {
            throw call.typeError("a number, a datetime or a timespan")
        }
        let type = value.type == .int ? .long : value.type
        let operation = value.type == .int ? "percentile_int" : "percentile"
        return try call.column(
            operation, type, of: value, name: name, other: call.context.constant(.real(share / 100)).sql)
    }

    private static func share(
        _ value: TypedSQL, of name: String, _ index: Int
    ) throws(KQLFunctionError) -> Double {
        guard case .real(let share) = value.literal?.converted(to: .real), (0...100).contains(share) else {
            throw KQLFunctionError(
                kind: .argumentValue, message: "\(name)() takes constant percentiles from 0 to 100", argument: index)
        }
        return share
    }
}
