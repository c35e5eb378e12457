/// What a string token stands for.
enum StringLiteral {
    /// The value of a token, or where in it an escape is wrong (an offset of bytes).
    static func value(_ token: ArraySlice<UInt8>) -> Result<String, BadEscape> {
        var body = token
        if let first = body.first, first | 0x20 == UInt8(ascii: "h") { body = body.dropFirst() }
        if body.first == UInt8(ascii: "@") {
            body = body.dropFirst()
            return .success(verbatim(body.dropFirst().dropLast(), quote: body.first ?? 0))
        }
        if let first = body.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") {
            return .success(String(decoding: body.dropFirst(3).dropLast(3), as: UTF8.self))
        }
        body = body.dropFirst().dropLast()
        guard body.contains(UInt8(ascii: "\\")) else { return .success(String(decoding: body, as: UTF8.self)) }
        return unescaped(body)
    }

    /// Where an escape that Kusto does not know begins.
    struct BadEscape: Error {
        var offset: Int
    }

    private static func verbatim(_ body: ArraySlice<UInt8>, quote: UInt8) -> String {
        var bytes: [UInt8] = []
        var index = body.startIndex
        while index < body.endIndex {
            bytes.append(body[index])
            index += body[index] == quote ? 2 : 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unescaped(_ body: ArraySlice<UInt8>) -> Result<String, BadEscape> {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count)
        var index = body.startIndex
        while index < body.endIndex {
            guard body[index] == UInt8(ascii: "\\") else {
                bytes.append(body[index])
                index += 1
                continue
            }
            guard let (scalar, length) = escape(body[(index + 1)...]) else { return .failure(BadEscape(offset: index)) }
            bytes.append(contentsOf: String(Character(scalar)).utf8)
            index += 1 + length
        }
        return .success(String(decoding: bytes, as: UTF8.self))
    }

    /// What the text behind a backslash stands for, and its length.
    private static func escape(_ rest: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        guard let first = rest.first else { return nil }
        switch first {
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"): return (Unicode.Scalar(first), 1)
        case UInt8(ascii: "a"): return ("\u{07}", 1)
        case UInt8(ascii: "b"): return ("\u{08}", 1)
        case UInt8(ascii: "f"): return ("\u{0C}", 1)
        case UInt8(ascii: "n"): return ("\n", 1)
        case UInt8(ascii: "r"): return ("\r", 1)
        case UInt8(ascii: "t"): return ("\t", 1)
        case UInt8(ascii: "v"): return ("\u{0B}", 1)
        case UInt8(ascii: "x"): return hexadecimal(rest.dropFirst(), digits: 2)
        case UInt8(ascii: "u"): return hexadecimal(rest.dropFirst(), digits: 4)
        case UInt8(ascii: "U"): return hexadecimal(rest.dropFirst(), digits: 8)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            // Three digits at most, and then not above 377, as in the grammar.
            let limit = first <= UInt8(ascii: "3") ? 3 : 2
            let digits = rest.prefix(limit).prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
            let value = digits.reduce(UInt32(0)) { $0 * 8 + UInt32($1 - UInt8(ascii: "0")) }
            return Unicode.Scalar(value).map { ($0, digits.count) }
        default: return nil
        }
    }

    private static func hexadecimal(_ rest: ArraySlice<UInt8>, digits: Int) -> (Unicode.Scalar, Int)? {
        let text = rest.prefix(digits)
        guard text.count == digits, text.allSatisfy(Lexer.isHex),
            let value = UInt32(String(decoding: text, as: UTF8.self), radix: 16)
        else { return nil }
        return Unicode.Scalar(value).map { ($0, digits + 1) }
    }
}
