extension KQLLiteral {
    /// The value of a constant of a query. `now` is what `datetime()` without a text gives.
    ///
    /// Throws where the type is not supported or the text is no value of it.
    init(_ syntax: LiteralSyntax, now: Int64) throws(KQLFunctionError) {
        switch syntax {
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .long(let value): self = .long(value)
        case .real(let value): self = .real(value)
        case .string(let value): self = .string(value)
        case .timespan(let value): self = .timespan(value)
        case .dynamic(let value): self = .dynamic(try KQLDynamic(value, now: now))
        case .null(let name):
            let type = try Self.type(name)
            self = type == .dynamic ? .dynamic(.null) : type == .string ? .string("") : .null(type)
        case .text(let name, let text):
            self = try Self.value(of: Self.type(name), text, now: now)
        }
    }

    private static func value(of type: KQLType, _ text: String, now: Int64) throws(KQLFunctionError) -> KQLLiteral {
        let value: KQLLiteral?
        switch type {
        case .datetime: value = text.isEmpty ? .datetime(now) : datetime(text: text)
        case .timespan: value = timespan(text: text)
        case .guid: value = guid(text: text)
        case .string: value = .string(text)
        case .bool, .int, .long, .real, .dynamic: value = nil
        }
        guard let value else {
            let example =
                switch type {
                case .datetime: "datetime(2026-11-25 10:00:00)"
                case .timespan: "timespan(1.02:03:04) or 15m"
                default: "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)"
                }
            throw KQLFunctionError(
                kind: .argumentValue, message: "'\(text)' is no \(type.rawValue): write it as \(example)")
        }
        return value
    }

    private static func type(_ name: TypeNameSyntax) throws(KQLFunctionError) -> KQLType {
        guard let type = KQLType(kustoName: name.text) else {
            throw KQLFunctionError(kind: .notSupported, message: "the type \(name.text) is not supported")
        }
        return type
    }
}

extension KQLDynamic {
    /// The value of a `dynamic(...)`. Moments and spans in it become texts, as JSON has neither.
    init(_ syntax: DynamicSyntax, now: Int64) throws(KQLFunctionError) {
        switch syntax {
        case .null: self = .null
        case .array(let values):
            var items: [KQLDynamic] = []
            for value in values { items.append(try KQLDynamic(value, now: now)) }
            self = .array(items)
        case .bag(let members):
            var items: [Member] = []
            for member in members {
                items.append(Member(name: member.name, value: try KQLDynamic(member.value, now: now)))
            }
            self = .object(items)
        case .literal(let literal):
            let value = try KQLLiteral(literal, now: now)
            if case .dynamic(let dynamic) = value.converted(to: .dynamic) {
                self = dynamic
            } else if case .string(let text) = value.converted(to: .string) {
                self = .string(text)
            } else {
                self = .null
            }
        }
    }
}
