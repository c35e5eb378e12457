extension ScalarLibrary {
    private static let parts = [
        "year", "quarter", "month", "week_of_year", "day", "dayofyear", "hour", "minute", "second", "millisecond",
        "microsecond", "nanosecond",
    ]

    static let datePartFunctions: [ScalarFunction] =
        ["day", "week", "month", "year"].flatMap { unit in
            ["startof", "endof"].map { edge in
                ScalarFunction("\(edge)\(unit)", "datetime long?") { arguments, context throws(KQLFunctionError) in
                    let offset = arguments.count > 1 ? arguments[1] : context.constant(.long(0))
                    return try context.operation("\(edge)\(unit)", [arguments[0], offset], .datetime)
                }
            }
        } + [
            ScalarFunction("hourofday", "datetime", .type(.int)),
            ScalarFunction("dayofmonth", "datetime", .type(.int)),
            ScalarFunction("dayofyear", "datetime", .type(.int)),
            ScalarFunction("dayofweek", "datetime", .type(.timespan)),
            ScalarFunction("monthofyear", "datetime", .type(.int)),
            ScalarFunction("getmonth", "datetime", .type(.int), operation: "monthofyear"),
            ScalarFunction("getyear", "datetime", .type(.int)),
            ScalarFunction("weekofyear", "datetime", .type(.long), operation: "week_of_year"),
            ScalarFunction("week_of_year", "datetime", .type(.long)),
            ScalarFunction("datetime_part", "text datetime") { arguments, context throws(KQLFunctionError) in
                let part = try part(arguments[0], of: "datetime_part()")
                return try context.operation("part_\(part)", [arguments[1]], .long)
            },
            ScalarFunction("datepart", "text datetime") { arguments, context throws(KQLFunctionError) in
                let part = try part(arguments[0], of: "datepart()")
                return try context.operation("part_\(part)", [arguments[1]], .long)
            },
            ScalarFunction("datetime_diff", "text datetime datetime") { arguments, context throws(KQLFunctionError) in
                let part = try part(arguments[0], of: "datetime_diff()")
                return try context.operation("diff_\(part)", Array(arguments.dropFirst()), .long)
            },
            ScalarFunction("datetime_add", "text long datetime") { arguments, context throws(KQLFunctionError) in
                let part = try part(arguments[0], of: "datetime_add()")
                return try context.operation("add_\(part)", Array(arguments.dropFirst()), .datetime)
            },
        ]

    private static func part(_ value: TypedSQL, of name: String) throws(KQLFunctionError) -> String {
        guard case .string(let text) = value.literal else {
            throw KQLFunctionError(
                kind: .argumentValue, message: "\(name) takes the name of a part as a constant string", argument: 0)
        }
        var part = text.lowercased()
        if part == "week" || part == "weekofyear" { part = "week_of_year" }
        guard parts.contains(part) else {
            throw KQLFunctionError(
                kind: .argumentValue,
                message: "\(name) knows no part '\(text)': it takes \(parts.joined(separator: ", "))",
                argument: 0)
        }
        return part
    }
}
