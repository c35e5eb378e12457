extension ScalarLibrary {
    private static let realFunctions = [
        "sqrt", "exp", "exp2", "exp10", "log", "log10", "log2", "sin", "cos", "tan", "cot", "asin", "acos", "atan",
        "degrees", "radians",
    ]

    static let numberFunctions: [ScalarFunction] =
        realFunctions.map { ScalarFunction($0, "real", .type(.real)) } + [
            ScalarFunction("pow", "real real", .type(.real)),
            ScalarFunction("atan2", "real real", .type(.real)),
            ScalarFunction("pi", "", .type(.real)),
            ScalarFunction("rand", "", .type(.real)),
            ScalarFunction("new_guid", "", .type(.guid)),
            ScalarFunction("abs", "any") { arguments, context throws(KQLFunctionError) in
                guard arguments[0].type.isNumeric || arguments[0].type == .timespan else {
                    throw KQLFunctionError(
                        kind: .argumentType,
                        message: "abs() takes a number or a timespan, not a \(arguments[0].type.rawValue)", argument: 0)
                }
                return try context.operation("abs_\(arithmeticName(arguments[0].type))", arguments, arguments[0].type)
            },
            ScalarFunction("sign", "number", .type(.long)),
            ScalarFunction("round", "real long?", .type(.real)),
            ScalarFunction("ceiling", "number") { arguments, context throws(KQLFunctionError) in
                arguments[0].type == .real
                    ? try context.operation("ceiling", arguments, .real) : arguments[0]
            },
            ScalarFunction("isnan", "real", .type(.bool)),
            ScalarFunction("isinf", "real", .type(.bool)),
            ScalarFunction("isfinite", "real", .type(.bool)),
            ScalarFunction("binary_and", "long long", .type(.long)),
            ScalarFunction("binary_or", "long long", .type(.long)),
            ScalarFunction("binary_xor", "long long", .type(.long)),
            ScalarFunction("binary_not", "long", .type(.long)),
            ScalarFunction("binary_shift_left", "long long", .type(.long)),
            ScalarFunction("binary_shift_right", "long long", .type(.long)),
            ScalarFunction("bin", "any any", naming: .first, body: bin),
            ScalarFunction("floor", "any any", naming: .first, body: bin),
            ScalarFunction("bin_at", "any any any", naming: .first, body: binAt),
        ]

    /// bin-function: "Rounds values down to a number of datetime multiple of a given bin size".
    @Sendable private static func bin(
        _ arguments: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        var value = arguments[0]
        let size = arguments[1]
        if value.type == .dynamic {
            value = context.converted(value, to: size.type == .timespan ? .datetime : .real) ?? value
        }
        switch (value.type, size.type) {
        case (.datetime, .timespan):
            if case .timespan(let ticks) = size.literal, ticks >= 10, ticks % 10 == 0 {
                return TypedSQL(type: .datetime, sql: context.dialect.bin(datetime: value.sql, size: ticks / 10))
            }
            return try context.operation("bin_datetime", [value, size], .datetime)
        case (.timespan, .timespan):
            return try context.operation("bin_long", [value, size], .timespan)
        case _ where value.type.isInteger && size.type.isInteger:
            return try context.operation(
                isSmall(value) && isSmall(size) ? "bin_small" : "bin_long", [value, size], .long)
        case _ where value.type.isNumeric && size.type.isNumeric:
            return try context.operation("bin_real", [value, size], .real)
        default:
            throw KQLFunctionError(
                kind: .argumentType,
                message: "bin() takes a number and a number, or a datetime or timespan and a timespan, not a "
                    + "\(value.type.rawValue) and a \(size.type.rawValue)", argument: 1)
        }
    }

    @Sendable private static func binAt(
        _ arguments: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        let (value, size, fixed) = (arguments[0], arguments[1], arguments[2])
        switch (value.type, size.type, fixed.type) {
        case (.datetime, .timespan, .datetime):
            return try context.operation("bin_at_datetime", arguments, .datetime)
        case (.timespan, .timespan, .timespan):
            return try context.operation("bin_at_long", arguments, .timespan)
        case _ where arguments.allSatisfy(\.type.isInteger):
            return try context.operation("bin_at_long", arguments, .long)
        case _ where arguments.allSatisfy(\.type.isNumeric):
            return try context.operation("bin_at_real", arguments, .real)
        default:
            throw KQLFunctionError(
                kind: .argumentType,
                message: "bin_at() takes three numbers, or a datetime, a timespan and a datetime, or three timespans")
        }
    }
}
