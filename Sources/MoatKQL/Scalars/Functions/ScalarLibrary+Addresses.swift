extension ScalarLibrary {
    static let addressFunctions: [ScalarFunction] =
        [
            ScalarFunction("parse_ipv4", "text", .type(.long)),
            ScalarFunction("parse_ipv4_mask", "text long", .type(.long)),
            ScalarFunction("ipv4_is_private", "text", .type(.bool)),
            ScalarFunction("ipv4_netmask_suffix", "text", .type(.long)),
            ScalarFunction("ipv4_compare", "text text long?", .type(.long)),
            ScalarFunction("ipv4_is_match", "text text long?", .type(.bool)),
            ScalarFunction("ipv4_is_in_range", "text text") { arguments, context throws(KQLFunctionError) in
                try inRange(arguments[0], arguments[1], context)
            },
            ScalarFunction("ipv4_is_in_any_range", "text any any*") { arguments, context throws(KQLFunctionError) in
                var found: [TypedSQL] = []
                for range in try elements(of: arguments.dropFirst(), "ipv4_is_in_any_range()", context) {
                    found.append(try inRange(arguments[0], range, context))
                }
                return try joined(found, isAnd: false, context)
            },
            ScalarFunction("format_ipv4", "any long?") { arguments, context throws(KQLFunctionError) in
                try formatted("format_ipv4", arguments, context)
            },
            ScalarFunction("format_ipv4_mask", "any long?") { arguments, context throws(KQLFunctionError) in
                try formatted("format_ipv4_mask", arguments, context)
            },
        ]
        + [("has_ipv4", false), ("has_ipv4_prefix", true)].map { name, isPrefix in
            ScalarFunction(name, "text text") { arguments, context throws(KQLFunctionError) in
                try contained(arguments[0], arguments[1], isPrefix: isPrefix, of: name, context)
            }
        }
        + [("has_any_ipv4", false), ("has_any_ipv4_prefix", true)].map { name, isPrefix in
            ScalarFunction(name, "text any any*") { arguments, context throws(KQLFunctionError) in
                var found: [TypedSQL] = []
                for address in try elements(of: arguments.dropFirst(), name, context) {
                    found.append(try contained(arguments[0], address, isPrefix: isPrefix, of: name, context))
                }
                return try joined(found, isAnd: false, context)
            }
        }

    private static func inRange(
        _ address: TypedSQL, _ range: TypedSQL, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        guard case .string(let text) = range.literal else {
            return try context.operation("ipv4_is_in_range", [address, range], .bool)
        }
        guard let block = IPv4Block(text) else { return context.constant(.null(.bool)) }
        let number = try context.operation("parse_ipv4", [address], .long)
        let bounds = [number, context.constant(.long(block.first)), context.constant(.long(block.last))]
        return try context.operation("between", bounds, .bool)
    }

    private static func contained(
        _ text: TypedSQL, _ address: TypedSQL, isPrefix: Bool, of name: String, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        guard case .string(let constant) = address.literal else {
            throw KQLFunctionError(
                kind: .argumentValue, message: "\(name)() takes constant addresses", argument: 1)
        }
        guard let pattern = IPv4Pattern.text(constant, isPrefix: isPrefix) else {
            return context.constant(.bool(false))
        }
        let found = textual(.contains, isCased: true, text, address, context)
        let exact = try context.operation("matches_regex", [text, context.constant(.string(pattern))], .bool)
        return try joined([found, exact], isAnd: true, context)
    }

    /// The values of arguments that are strings or arrays of constants.
    private static func elements(
        of arguments: some Sequence<TypedSQL>, _ name: String, _ context: ScalarContext
    ) throws(KQLFunctionError) -> [TypedSQL] {
        var result: [TypedSQL] = []
        for argument in arguments {
            if case .dynamic(.array(let values)) = argument.literal {
                result += values.compactMap(\.scalar).map { context.text(context.constant($0)) }
            } else if argument.type == .string {
                result.append(argument)
            } else {
                throw KQLFunctionError(
                    kind: .argumentType, message: "\(name)() takes strings, or a dynamic array of constants",
                    argument: 1)
            }
        }
        return result
    }

    private static func formatted(
        _ name: String, _ arguments: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        let number =
            arguments[0].type.isInteger
            ? arguments[0] : try context.operation("parse_ipv4", [context.text(arguments[0])], .long)
        let prefix = arguments.count > 1 ? arguments[1] : context.constant(.long(32))
        return try context.operation(name, [number, prefix], .string)
    }
}
