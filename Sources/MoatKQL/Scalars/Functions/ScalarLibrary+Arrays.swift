extension ScalarLibrary {
    static let arrayFunctions: [ScalarFunction] = [
        ScalarFunction("pack_array", "any*") { arguments, context throws(KQLFunctionError) in
            var values: [KQLDynamic] = []
            for argument in arguments {
                guard case .dynamic(let value) = argument.literal?.converted(to: .dynamic) else { break }
                values.append(value)
            }
            if values.count == arguments.count { return context.constant(.dynamic(.array(values))) }
            let items = arguments.map { (context.converted($0, to: .dynamic) ?? $0).sql }
            let list = TypedSQL(type: .dynamic, sql: items.joined(separator: ", "))
            return try context.operation("pack_array", [list], .dynamic)
        },
        ScalarFunction("array_length", "dynamic", .type(.long)),
        ScalarFunction("array_concat", "dynamic dynamic dynamic*") { arguments, context throws(KQLFunctionError) in
            try chained("array_concat", arguments, context)
        },
        ScalarFunction("array_index_of", "dynamic any") { arguments, context throws(KQLFunctionError) in
            try context.operation(
                "array_index_of", [arguments[0], context.converted(arguments[1], to: .dynamic) ?? arguments[1]], .long)
        },
        ScalarFunction("array_reverse", "dynamic", .type(.dynamic)),
        ScalarFunction("array_slice", "dynamic long long", .type(.dynamic)),
        ScalarFunction("array_sum", "dynamic", .type(.real)),
        ScalarFunction("array_sort_asc", "dynamic", .type(.dynamic)),
        ScalarFunction("array_sort_desc", "dynamic", .type(.dynamic)),
        ScalarFunction("set_union", "dynamic dynamic dynamic*") { arguments, context throws(KQLFunctionError) in
            try context.operation("array_distinct", [chained("array_concat", arguments, context)], .dynamic)
        },
        ScalarFunction("set_intersect", "dynamic dynamic dynamic*") { arguments, context throws(KQLFunctionError) in
            try chained("set_intersect", arguments, context)
        },
        ScalarFunction("set_difference", "dynamic dynamic dynamic*") { arguments, context throws(KQLFunctionError) in
            try chained("set_difference", arguments, context)
        },
        ScalarFunction("set_has_element", "dynamic any") { arguments, context throws(KQLFunctionError) in
            try context.operation(
                "set_has_element", [arguments[0], context.converted(arguments[1], to: .dynamic) ?? arguments[1]], .bool)
        },
        ScalarFunction("set_equals", "dynamic dynamic", .type(.bool)),
        ScalarFunction("repeat", "any long") { arguments, context throws(KQLFunctionError) in
            try context.operation(
                "repeat", [context.converted(arguments[0], to: .dynamic) ?? arguments[0], arguments[1]], .dynamic)
        },
        ScalarFunction("range", "any any any?", body: range),
    ]

    private static func chained(
        _ operation: String, _ arguments: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        var result = arguments[0]
        for argument in arguments.dropFirst() {
            result = try context.operation(operation, [result, argument], .dynamic)
        }
        return result
    }

    /// range-function: at most 1,048,576 values; without a step 1, or 1 hour for moments.
    @Sendable private static func range(
        _ arguments: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        let types = arguments.map(\.type)
        if types.allSatisfy(\.isInteger) {
            let step = arguments.count > 2 ? arguments[2] : context.constant(.long(1))
            return try context.operation("range_long", [arguments[0], arguments[1], step], .dynamic)
        }
        if types[0] == .datetime, types[1] == .datetime, types.count < 3 || types[2] == .timespan {
            let step = arguments.count > 2 ? arguments[2] : context.constant(.timespan(36_000_000_000))
            return try context.operation("range_datetime", [arguments[0], arguments[1], step], .dynamic)
        }
        throw KQLFunctionError(
            kind: .argumentType, message: "range() takes whole numbers, or two datetimes and a timespan")
    }
}
