extension KQLLiteral {
    /// The value of a constant in a query.
    init(_ syntax: LiteralSyntax) throws(KQLFunctionError) {
        switch syntax {
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .long(let value): self = .long(value)
        case .real(let value): self = .real(value)
        case .string(let value): self = .string(value)
        case .timespan(let ticks): self = .timespan(ticks)
        case .null(let name):
            let type = try Self.type(name)
            self = type == .string ? .string("") : .null(type)
        case .dynamic(let value): self = .dynamic(try KQLDynamic(value))
        case .text(let name, let text): self = try Self.value(of: text, try Self.type(name))
        }
    }

    private static func type(_ name: TypeNameSyntax) throws(KQLFunctionError) -> KQLType {
        guard let type = KQLType(kustoName: name.text) else {
            throw KQLFunctionError(kind: .notSupported, message: "the type '\(name.text)' is not supported")
        }
        return type
    }

    private static func value(of text: String, _ type: KQLType) throws(KQLFunctionError) -> KQLLiteral {
        let value: KQLLiteral? =
            switch type {
            case .datetime: datetime(text: text)
            case .timespan: timespan(text: text)
            case .guid: guid(text: text)
            case .string: .string(text)
            case .bool: Bool(text.lowercased()).map(KQLLiteral.bool)
            case .int: Int32(text).map(KQLLiteral.int)
            case .long: Int64(text).map(KQLLiteral.long)
            case .real: Double(text).map(KQLLiteral.real)
            case .dynamic: nil
            }
        guard let value else {
            throw KQLFunctionError(
                kind: .argumentValue, message: "'\(text)' is no \(type.rawValue)", argument: 0)
        }
        return value
    }
}

extension KQLDynamic {
    /// The value between the parentheses of `dynamic()`. The parser limits how deep it is.
    init(_ syntax: DynamicSyntax) throws(KQLFunctionError) {
        switch syntax {
        case .null: self = .null
        case .literal(let literal): self = try Self.scalar(try KQLLiteral(literal))
        case .array(let elements):
            var values: [KQLDynamic] = []
            for element in elements { values.append(try KQLDynamic(element)) }
            self = .array(values)
        case .bag(let members):
            var values: [Member] = []
            for member in members { values.append(Member(name: member.name, value: try KQLDynamic(member.value))) }
            self = .object(values)
        }
    }

    private static func scalar(_ literal: KQLLiteral) throws(KQLFunctionError) -> KQLDynamic {
        switch literal {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .long(Int64(value))
        case .long(let value): .long(value)
        case .real(let value): .real(value)
        case .string(let value), .guid(let value): .string(value)
        case .dynamic(let value): value
        case .datetime, .timespan:
            switch literal.converted(to: .string) {
            case .string(let text): .string(text)
            default:
                throw KQLFunctionError(
                    kind: .notSupported,
                    message: "a \(literal.type.rawValue) within dynamic() is not supported: write it as a string")
            }
        }
    }
}
