extension ScalarLibrary {
    private static let conversions: [(name: String, type: KQLType)] = [
        ("tostring", .string), ("toint", .int), ("tolong", .long), ("toreal", .real), ("todouble", .real),
        ("tobool", .bool), ("toboolean", .bool), ("todatetime", .datetime), ("totimespan", .timespan),
        ("totime", .timespan), ("toguid", .guid),
    ]

    static let conversionFunctions: [ScalarFunction] =
        conversions.map { name, type in
            ScalarFunction(name, "any", naming: .first) { arguments, context throws(KQLFunctionError) in
                guard let value = context.converted(arguments[0], to: type) else {
                    throw KQLFunctionError(
                        kind: .argumentType, message: "\(name)() cannot convert a \(arguments[0].type.rawValue)",
                        argument: 0)
                }
                return value
            }
        }
        + ["parse_json", "todynamic", "parsejson", "toobject"].map { name in
            ScalarFunction(name, "any", naming: .first) { arguments, context throws(KQLFunctionError) in
                // parse-json-function: a dynamic is given back; a text that is no JSON becomes a string.
                switch arguments[0].type {
                case .dynamic: return arguments[0]
                case .string: return try context.operation("parse_json", arguments, .dynamic)
                default: return context.converted(arguments[0], to: .dynamic) ?? arguments[0]
                }
            }
        } + [
            ScalarFunction("gettype", "any") { arguments, context throws(KQLFunctionError) in
                arguments[0].type == .dynamic
                    ? try context.operation("gettype", arguments, .string)
                    : context.constant(.string(arguments[0].type.rawValue))
            }
        ]
}
