extension ScalarLibrary {
    static let conditionalFunctions: [ScalarFunction] = [
        ScalarFunction("iff", "any any any", body: choice),
        ScalarFunction("iif", "any any any", body: choice),
        ScalarFunction("case", "any any any any*", body: choice),
        ScalarFunction("coalesce", "any any any*") { arguments, context throws(KQLFunctionError) in
            let values = try unified(arguments, of: "coalesce()", context)
            // A string is never null: Kusto passes over empty ones.
            return try context.operation(
                values.type == .string ? "coalesce_text" : "coalesce", [values.list], values.type)
        },
        ScalarFunction("max_of", "any any*") { arguments, context throws(KQLFunctionError) in
            let values = try unified(arguments, of: "max_of()", context)
            return try context.operation("max_of", [values.list], values.type)
        },
        ScalarFunction("min_of", "any any*") { arguments, context throws(KQLFunctionError) in
            let values = try unified(arguments, of: "min_of()", context)
            return try context.operation("min_of", [values.list], values.type)
        },
        ScalarFunction("not", "any") { arguments, context throws(KQLFunctionError) in
            try not(condition(arguments[0], of: "not()", 0, context), context)
        },
        ScalarFunction("isnull", "any", body: isNull),
        ScalarFunction("isnotnull", "any") { arguments, context throws(KQLFunctionError) in
            try not(isNull(arguments, context), context)
        },
        ScalarFunction("notnull", "any") { arguments, context throws(KQLFunctionError) in
            try not(isNull(arguments, context), context)
        },
    ]

    /// `case(condition, value, …, otherwise)`: null conditions count as false (iff-function).
    @Sendable private static func choice(
        _ arguments: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        guard arguments.count % 2 == 1 else {
            throw KQLFunctionError(
                kind: .argumentCount, message: "case() takes pairs of a condition and a value, and one value at the end"
            )
        }
        let positions = Array(stride(from: 1, to: arguments.count, by: 2)) + [arguments.count - 1]
        let values = try unified(positions.map { arguments[$0] }, of: "case() and iff()", context)
        var text: [String] = []
        for (pair, index) in stride(from: 0, to: arguments.count - 1, by: 2).enumerated() {
            let test = try condition(arguments[index], of: "case() and iff()", index, context)
            let arm = [TypedSQL(type: .bool, sql: test.filter), values.items[pair]]
            text.append(try context.operation("when", arm, values.type).sql)
        }
        let arms = TypedSQL(type: values.type, sql: text.joined(separator: " "))
        return try context.operation("case", [arms, values.items[values.items.count - 1]], values.type)
    }

    /// isnull-function: "The string type doesn't support null values", so false for each string.
    @Sendable private static func isNull(
        _ arguments: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        switch arguments[0].type {
        case .string: context.constant(.bool(false))
        case .dynamic: try context.operation("isnull_dynamic", arguments, .bool)
        default: try context.operation("isnull", arguments, .bool)
        }
    }

    /// Values as one type: of numbers the widest, beside a `dynamic` all as `dynamic`.
    static func unified(
        _ values: [TypedSQL], of name: String, _ context: ScalarContext
    ) throws(KQLFunctionError) -> UnifiedValues {
        let types = Set(values.filter { !isNullConstant($0) }.map(\.type))
        let type: KQLType
        if let only = types.first, types.count == 1 {
            type = only
        } else if types.isEmpty {
            type = values.first?.type ?? .dynamic
        } else if types.allSatisfy(\.isNumeric) {
            type = types.contains(.real) ? .real : .long
        } else if types.contains(.dynamic) {
            type = .dynamic
        } else if types == [.string, .guid] {
            type = .string
        } else {
            let names = types.map(\.rawValue).sorted().joined(separator: ", ")
            throw KQLFunctionError(
                kind: .argumentType, message: "\(name) takes values of one type, not of \(names)")
        }
        return UnifiedValues(type: type, items: values.map { context.converted($0, to: type) ?? $0 })
    }

    private static func isNullConstant(_ value: TypedSQL) -> Bool {
        switch value.literal {
        case .null, .dynamic(.null): true
        default: false
        }
    }
}
