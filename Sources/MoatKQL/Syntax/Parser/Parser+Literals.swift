extension Parser {
    /// The value of a string, or of several that follow each other, which Kusto joins.
    mutating func string() throws(ParseFailure) -> String {
        guard kind == .string else { throw expected("a string") }
        var value = ""
        while kind == .string {
            switch StringLiteral.value(bytes(token)) {
            case .success(let text): value += text
            case .failure(let escape):
                let place = SourceRange(start: escape.offset, end: escape.offset + 2)
                throw fail(place, "unknown escape in a string: write '\\\\' for a backslash, or @'...' for the string")
            }
            advance()
        }
        return value
    }

    /// The constant that begins here; nil if none does.
    mutating func literal(isNegative: Bool = false) throws(ParseFailure) -> LiteralSyntax? {
        let token = token
        switch token.kind {
        case .string where !isNegative: return .string(try string())
        case .long:
            advance()
            return .long(try long(text(token), isNegative, token.range))
        case .real:
            advance()
            guard let value = Double(realText(text(token))) else { throw fail(token.range, "this is no number") }
            return .real(isNegative ? -value : value)
        case .timespan:
            advance()
            guard let ticks = TimespanUnit.ticks(text(token)) else {
                throw fail(token.range, "this does not fit into a timespan")
            }
            return .timespan(isNegative ? -ticks : ticks)
        case .typed where !isNegative:
            advance()
            return try typed(text(token), token.range)
        case .identifier where !isNegative:
            switch text(token) {
            case "true", "True", "TRUE":
                advance()
                return .bool(true)
            case "false", "False", "FALSE":
                advance()
                return .bool(false)
            case "dynamic" where peek().kind == .leftParenthesis:
                return .dynamic(try dynamic())
            default: return nil
            }
        default: return nil
        }
    }

    private func realText(_ text: String) -> String { text.hasSuffix(".") ? text + "0" : text }

    private mutating func long(_ text: String, _ isNegative: Bool, _ range: SourceRange) throws(ParseFailure) -> Int64 {
        guard let value = Self.integer(text, isNegative) else { throw fail(range, "this does not fit into a long") }
        return value
    }

    static func integer(_ text: String, _ isNegative: Bool) -> Int64? {
        let isHex = text.hasPrefix("0x") || text.hasPrefix("0X")
        // A long written in hexadecimal is its bits.
        if isHex { return UInt64(text.dropFirst(2), radix: 16).map { Int64(bitPattern: isNegative ? 0 &- $0 : $0) } }
        return Int64((isNegative ? "-" : "") + text)
    }

    /// `int(5)`, `datetime(2026-11-25)`.
    private mutating func typed(_ text: String, _ range: SourceRange) throws(ParseFailure) -> LiteralSyntax {
        let open = text.firstIndex(of: "(") ?? text.startIndex
        let name = text[..<open].trimmed
        let type = TypeNameSyntax(name, SourceRange(start: range.start, end: range.start + name.utf8.count))
        var value = text[text.index(after: open)...].dropLast().trimmed
        if value == "null" { return .null(type) }
        for quote in ["'", "\""] where value.count >= 2 && value.hasPrefix(quote) && value.hasSuffix(quote) {
            value = value.dropFirst().dropLast().trimmed
        }
        if let literal = Self.value(value, of: type) { return literal }
        if name == "decimal" { throw fail(type.range, "the type 'decimal' is not supported") }
        throw fail(
            range,
            "\(quoted(value)) is no \(name)\(value.isEmpty ? "" : ": to convert an expression, use to\(name)(...)")")
    }

    private static func value(_ text: String, of type: TypeNameSyntax) -> LiteralSyntax? {
        switch type.text {
        case "bool", "boolean":
            switch text.lowercased() {
            case "true", "1": return .bool(true)
            case "false", "0": return .bool(false)
            default: return nil
            }
        case "int", "int32": return signed(text).flatMap { Int32(exactly: $0) }.map { .int($0) }
        case "long", "int64": return signed(text).map { .long($0) }
        case "real", "double":
            switch text {
            case "nan": return .real(.nan)
            case "+inf": return .real(.infinity)
            case "-inf": return .real(-.infinity)
            // Swift's own words for these, and its hexadecimal form, are not Kusto's.
            case _ where text.contains { !"0123456789.eE+-".contains($0) }: return nil
            default: return Double(text).map { .real($0) }
            }
        case "decimal": return nil
        default: return text.isEmpty ? nil : .text(type, text)
        }
    }

    private static func signed(_ text: String) -> Int64? {
        text.hasPrefix("-") ? integer(String(text.dropFirst()), true) : integer(text, false)
    }
}

extension StringProtocol {
    /// Without white space at its ends.
    fileprivate var trimmed: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
