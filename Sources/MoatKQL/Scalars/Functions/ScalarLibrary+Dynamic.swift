extension ScalarLibrary {
    /// `value.name`, `value['name']`.
    public static func member(
        of value: TypedSQL, named name: String, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        var result = try element(of: value, .string(name), context)
        // Kusto names `a.b['c']` a_b_c.
        result.name = value.name.map { "\($0)_\(name)" }
        return result
    }

    /// `value[index]`: an element of an array by number (negative: from the end), or a member by name.
    public static func index(
        of value: TypedSQL, at index: TypedSQL, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        switch index.literal {
        case .string(let name): return try member(of: value, named: name, context)
        case .int(let number):
            return try numbered(value, Int64(number), context)
        case .long(let number):
            return try numbered(value, number, context)
        default:
            guard value.type == .dynamic else { return try element(of: value, .null, context) }
            switch index.type {
            case .int, .long: return try context.operation("element_at", [value, index], .dynamic)
            case .string, .dynamic:
                return try context.operation("member_named", [value, context.text(index)], .dynamic)
            default:
                throw KQLFunctionError(
                    kind: .argumentType, message: "[ ] takes a string or a whole number, not a \(index.type.rawValue)",
                    argument: 1)
            }
        }
    }

    private static func numbered(
        _ value: TypedSQL, _ number: Int64, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        var result = try element(of: value, .long(number), context)
        result.name = value.name.map { "\($0)_\(number)" }
        return result
    }

    private static func element(
        of value: TypedSQL, _ key: KQLDynamic, _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        guard value.type == .dynamic else {
            throw KQLFunctionError(
                kind: .argumentType,
                message:
                    "a path goes into a dynamic only, not into a \(value.type.rawValue); parse_json() makes one of a string",
                argument: 0)
        }
        switch (value.literal, key) {
        case (.dynamic(.array(let values)), .long(let index)):
            let position = index < 0 ? index.addingReportingOverflow(Int64(values.count)).partialValue : index
            guard let place = Int(exactly: position), values.indices.contains(place) else {
                return context.constant(.dynamic(.null))
            }
            return context.constant(.dynamic(values[place]))
        case (.dynamic(.object(let members)), .string(let name)):
            return context.constant(.dynamic(members.last { $0.name == name }?.value ?? .null))
        default:
            return TypedSQL(type: .dynamic, sql: context.dialect.member(of: value.sql, key))
        }
    }

    static let dynamicFunctions: [ScalarFunction] =
        ["pack", "bag_pack"].map { ScalarFunction($0, "any*", body: bag) } + [
            ScalarFunction("pack_all", "bool?") { arguments, context throws(KQLFunctionError) in
                guard arguments.isEmpty else {
                    throw KQLFunctionError(
                        kind: .notSupported, message: "pack_all() that leaves out empty values is not supported")
                }
                let pairs = context.columns.flatMap { column in
                    [
                        context.constant(.string(column.name)),
                        TypedSQL(type: column.type, sql: context.dialect.identifier(column.name)),
                    ]
                }
                return try bag(pairs, context)
            },
            ScalarFunction("bag_keys", "dynamic", .type(.dynamic)),
            ScalarFunction("bag_has_key", "dynamic text", .type(.bool)),
            ScalarFunction("bag_merge", "dynamic dynamic dynamic*") { arguments, context throws(KQLFunctionError) in
                // The first bag that has a key gives its value.
                var merged = arguments[arguments.count - 1]
                for bag in arguments.dropLast().reversed() {
                    merged = try context.operation("bag_merge", [merged, bag], .dynamic)
                }
                return merged
            },
            ScalarFunction("bag_remove_keys", "dynamic dynamic", .type(.dynamic)),
        ]

    @Sendable private static func bag(
        _ arguments: [TypedSQL], _ context: ScalarContext
    ) throws(KQLFunctionError) -> TypedSQL {
        guard arguments.count % 2 == 0 else {
            throw KQLFunctionError(kind: .argumentCount, message: "bag_pack() takes pairs of a name and a value")
        }
        var parts: [String] = []
        for (index, argument) in arguments.enumerated() {
            parts.append(
                index % 2 == 0
                    ? context.text(argument).sql : (context.converted(argument, to: .dynamic) ?? argument).sql)
        }
        let list = TypedSQL(type: .dynamic, sql: parts.joined(separator: ", "))
        return try context.operation("bag_pack", [list], .dynamic)
    }
}
