extension ScalarLibrary {
    static let textFunctions: [ScalarFunction] = [
        ScalarFunction("strlen", "text", .type(.long)),
        ScalarFunction("string_size", "text", .type(.long)),
        ScalarFunction("toupper", "text", .type(.string)),
        ScalarFunction("tolower", "text") { arguments, context throws(KQLFunctionError) in
            if case .string(let text) = arguments[0].literal, text.utf8.allSatisfy({ $0 < 0x80 }) {
                return context.constant(.string(text.lowercased()))
            }
            return try context.operation("tolower", arguments, .string)
        },
        ScalarFunction("reverse", "text", .type(.string)),
        ScalarFunction("substring", "text long long?") { arguments, context throws(KQLFunctionError) in
            guard case .long(let start) = arguments[1].literal, (0...Int64(Int32.max) - 1).contains(start) else {
                return try context.operation("substring", arguments, .string)
            }
            var values = arguments
            values[1] = context.constant(.int(Int32(start) + 1))
            if values.count == 3, case .long(let length) = values[2].literal {
                values[2] = context.constant(.int(Int32(clamping: max(length, 0))))
                return try context.operation("substring_constant", values, .string)
            }
            return try context.operation("substring_at", values, .string)
        },
        ScalarFunction("indexof", "text text long? long? long?", .type(.long)),
        ScalarFunction("strcmp", "text text", .type(.long)),
        ScalarFunction("strrep", "text long text?", .type(.string)),
        ScalarFunction("replace_string", "text text text", .type(.string)),
        ScalarFunction("translate", "text text text", .type(.string)),
        ScalarFunction("strcat", "text text*", body: strcat),
        ScalarFunction("strcat_delim", "text text text text*") { arguments, context throws(KQLFunctionError) in
            var parts: [TypedSQL] = []
            for (index, argument) in arguments.dropFirst().enumerated() {
                if index > 0 { parts.append(arguments[0]) }
                parts.append(argument)
            }
            return try strcat(parts, context)
        },
        ScalarFunction("strcat_array", "dynamic text", .type(.string)),
        ScalarFunction("array_strcat", "dynamic text", .type(.string), operation: "strcat_array"),
        ScalarFunction("split", "text text long?", naming: .first, body: split),
        ScalarFunction("isempty", "any", body: isEmpty),
        ScalarFunction("isnotempty", "any") { arguments, context throws(KQLFunctionError) in
            try not(isEmpty(arguments, context), context)
        },
        ScalarFunction("notempty", "any") { arguments, context throws(KQLFunctionError) in
            try not(isEmpty(arguments, context), context)
        },
    ]

    @Sendable private static func strcat(
        _ arguments: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        var constant = ""
        for argument in arguments {
            guard case .string(let text) = argument.literal else {
                let list = TypedSQL(type: .string, sql: arguments.map(\.sql).joined(separator: ", "))
                return try context.operation("strcat", [list], .string)
            }
            constant += text
        }
        return context.constant(.string(constant))
    }

    @Sendable private static func split(
        _ arguments: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        if arguments[1].literal == .string("") {
            throw KQLFunctionError(
                kind: .argumentValue, message: "split() takes a delimiter that is not empty", argument: 1)
        }
        // Of constants an array of constants, so that `in~ (split("a, b", ", "))` is a plain list.
        if arguments.count == 2, case .string(let text) = arguments[0].literal,
            case .string(let delimiter) = arguments[1].literal, !delimiter.isEmpty
        {
            return context.constant(.dynamic(.array(TextSplit.parts(text, delimiter).map(KQLDynamic.string))))
        }
        return try context.operation("split", arguments, .dynamic)
    }

    @Sendable private static func isEmpty(
        _ arguments: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        switch arguments[0].type {
        case .string: try context.operation("isempty", arguments, .bool)
        case .dynamic: try context.operation("isempty", [context.text(arguments[0])], .bool)
        default: try context.operation("isnull", arguments, .bool)
        }
    }
}
