extension ScalarLibrary {
    static let patternFunctions: [ScalarFunction] = [
        ScalarFunction("extract", "text long text text?") { arguments, context throws(KQLFunctionError) in
            let pattern = try RegexArgument.constant(arguments[0], of: "extract()", 0)
            guard case .long(let group) = arguments[1].literal, (0...9).contains(group) else {
                throw KQLFunctionError(
                    kind: .argumentValue, message: "extract() takes the number of a group, 0 to 9, as argument 2",
                    argument: 1)
            }
            let values = [arguments[2], context.constant(.string(pattern)), context.constant(.int(Int32(group)))]
            let found = try context.operation("extract", values, .string)
            guard arguments.count == 4 else { return found }
            guard case .string(let name) = arguments[3].literal, let type = KQLType(kustoName: name),
                let converted = context.converted(found, to: type)
            else {
                throw KQLFunctionError(
                    kind: .argumentValue, message: "extract() takes typeof(...) as argument 4", argument: 3)
            }
            return converted
        },
        ScalarFunction("extract_all", "text any text?", body: extractAll),
        ScalarFunction("extractall", "text any text?", body: extractAll),
        ScalarFunction("replace_regex", "text text text") { arguments, context throws(KQLFunctionError) in
            try replaced(arguments[0], arguments[1], arguments[2], of: "replace_regex()", 1, context)
        },
        ScalarFunction("replace", "text text text") { arguments, context throws(KQLFunctionError) in
            try replaced(arguments[2], arguments[0], arguments[1], of: "replace()", 0, context)
        },
        ScalarFunction("trim", "text text") { arguments, context throws(KQLFunctionError) in
            let pattern = try RegexArgument.constant(arguments[0], of: "trim()", 0)
            return try removed("^(?:\(pattern))+|(?:\(pattern))+$", arguments[1], context)
        },
        ScalarFunction("trim_start", "text text") { arguments, context throws(KQLFunctionError) in
            let pattern = try RegexArgument.constant(arguments[0], of: "trim_start()", 0)
            return try removed("^(?:\(pattern))+", arguments[1], context)
        },
        ScalarFunction("trim_end", "text text") { arguments, context throws(KQLFunctionError) in
            let pattern = try RegexArgument.constant(arguments[0], of: "trim_end()", 0)
            return try removed("(?:\(pattern))+$", arguments[1], context)
        },
        ScalarFunction("countof", "text text text?") { arguments, context throws(KQLFunctionError) in
            guard arguments.count == 3, arguments[2].literal == .string("regex") else {
                return try context.operation("countof", Array(arguments.prefix(2)), .long)
            }
            _ = try RegexArgument.constant(arguments[1], of: "countof()", 1)
            return try context.operation("countof_regex", Array(arguments.prefix(2)), .long)
        },
        ScalarFunction("regex_quote", "text", .type(.string)),
    ]

    @Sendable private static func extractAll(
        _ arguments: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        let pattern = try RegexArgument.constant(arguments[0], of: "extract_all()", 0)
        guard arguments.count == 2 else {
            throw KQLFunctionError(
                kind: .notSupported, message: "extract_all() with a list of groups is not supported", argument: 1)
        }
        let groups = RegularExpression.groups(pattern)
        guard (1...9).contains(groups) else {
            throw KQLFunctionError(
                kind: .argumentValue, message: "extract_all() takes a regular expression with 1 to 9 groups",
                argument: 0)
        }
        var columns: [String] = []
        for group in 1...groups {
            let values = [context.text(arguments[1]), arguments[0], context.constant(.int(Int32(group)))]
            columns.append(try context.operation("extract_all", values, .dynamic).sql)
        }
        if columns.count == 1 {
            return try context.operation("array", [TypedSQL(type: .dynamic, sql: columns[0])], .dynamic)
        }
        let list = TypedSQL(type: .dynamic, sql: columns.joined(separator: ", "))
        return try context.operation("extract_all_rows", [list], .dynamic)
    }

    private static func replaced(
        _ text: TypedSQL, _ pattern: TypedSQL, _ rewrite: TypedSQL, of name: String, _ index: Int,
        _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        _ = try RegexArgument.constant(pattern, of: name, index)
        return try context.operation("replace_regex", [text, pattern, rewrite], .string)
    }

    private static func removed(
        _ pattern: String, _ text: TypedSQL, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        let arguments = [text, context.constant(.string(pattern)), context.constant(.string(""))]
        return try context.operation("replace_regex", arguments, .string)
    }
}
