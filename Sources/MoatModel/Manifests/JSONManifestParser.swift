/// Reads JSON (RFC 8259) into a `ManifestValue`, keeping the order of keys and the place of
/// every value. Stricter than the RFC asks where it leaves a choice: a key that stands twice
/// in an object is an error, since readers disagree on which of the two counts.
struct JSONManifestParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var offset = 0
    private var line = 1
    /// The offset at which the line begins, moved on by the continuation bytes seen in it,
    /// so that columns count scalars.
    private var lineStart = 0
    private var depth = 0
    private var count = 0

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// - Throws: `ManifestSyntaxError` at the first byte that is not JSON.
    static func parse(_ text: String) throws(ManifestSyntaxError) -> ManifestValue {
        var text = text
        return try text.withUTF8 { bytes in
            Result { () throws(ManifestSyntaxError) in try document(bytes) }
        }.get()
    }

    private static func document(_ bytes: UnsafeBufferPointer<UInt8>) throws(ManifestSyntaxError) -> ManifestValue {
        var parser = JSONManifestParser(bytes: bytes)
        let value = try parser.value()
        parser.skipSpace()
        guard parser.offset == bytes.count else { throw parser.error("more text follows the end of the value") }
        return value
    }

    private var mark: ManifestValue.Mark {
        ManifestValue.Mark(line: line, column: offset - lineStart + 1)
    }

    private func error(_ message: String) -> ManifestSyntaxError {
        ManifestSyntaxError(mark: mark, message: "not JSON: \(message)")
    }

    private var current: UInt8? {
        offset < bytes.count ? bytes[offset] : nil
    }

    private mutating func skipSpace() {
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\n"):
                line += 1
                offset += 1
                lineStart = offset
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                offset += 1
            default:
                return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard current == byte else { return false }
        offset += 1
        return true
    }

    private mutating func value() throws(ManifestSyntaxError) -> ManifestValue {
        skipSpace()
        count += 1
        guard count <= ManifestValue.maximumCount else { throw error("more than 1,000,000 values") }
        let mark = mark
        switch current {
        case UInt8(ascii: "{"):
            return ManifestValue(try nested { parser throws(ManifestSyntaxError) in try parser.object() }, mark: mark)
        case UInt8(ascii: "["):
            return ManifestValue(try nested { parser throws(ManifestSyntaxError) in try parser.array() }, mark: mark)
        case UInt8(ascii: "\""): return ManifestValue(.string(try string()), mark: mark)
        case UInt8(ascii: "t"): return ManifestValue(try word("true", .bool(true)), mark: mark)
        case UInt8(ascii: "f"): return ManifestValue(try word("false", .bool(false)), mark: mark)
        case UInt8(ascii: "n"): return ManifestValue(try word("null", .null), mark: mark)
        case .some(let byte) where byte == .minus || byte.isDecimalDigit: return ManifestValue(try number(), mark: mark)
        case nil: throw error("the text ends where a value is expected")
        default: throw error("a value is expected here: an object, a list, text in double quotes, a number")
        }
    }

    private mutating func nested(
        _ body: (inout Self) throws(ManifestSyntaxError) -> ManifestValue.Content
    ) throws(ManifestSyntaxError) -> ManifestValue.Content {
        depth += 1
        guard depth <= ManifestValue.maximumDepth else { throw error("nested more than 64 levels deep") }
        defer { depth -= 1 }
        offset += 1
        return try body(&self)
    }

    private mutating func object() throws(ManifestSyntaxError) -> ManifestValue.Content {
        var members: [ManifestValue.Member] = []
        var keys: Set<String> = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            let mark = mark
            guard current == UInt8(ascii: "\"") else { throw error("a key in double quotes is expected here") }
            let key = try string()
            guard isNew(key, members, &keys) else {
                throw ManifestSyntaxError(
                    mark: mark, message: "the key '\(key)' stands twice in one object", hint: "keep one of them")
            }
            guard take(UInt8(ascii: ":")) else { throw error("':' is expected after a key") }
            members.append(ManifestValue.Member(key, try value(), mark: mark))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw error("',' or '}' is expected here") }
        return .object(members)
    }

    /// Whether an object does not have a key yet. Most objects are so small that looking at
    /// all keys beats hashing them; `keys` serves those that are not.
    private func isNew(_ key: String, _ members: [ManifestValue.Member], _ keys: inout Set<String>) -> Bool {
        guard members.count >= 16 else { return !members.contains { $0.key == key } }
        if keys.isEmpty { keys = Set(members.map(\.key)) }
        return keys.insert(key).inserted
    }

    private mutating func array() throws(ManifestSyntaxError) -> ManifestValue.Content {
        var elements: [ManifestValue] = []
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            elements.append(try value())
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw error("',' or ']' is expected here") }
        return .array(elements)
    }

    private mutating func word(_ word: String, _ content: ManifestValue.Content) throws(ManifestSyntaxError)
        -> ManifestValue.Content
    {
        guard bytes[offset...].starts(with: word.utf8) else { throw error("text stands in double quotes in JSON") }
        offset += word.utf8.count
        return content
    }

    private mutating func number() throws(ManifestSyntaxError) -> ManifestValue.Content {
        let start = offset
        var isInteger = true
        if current == UInt8(ascii: "-") { offset += 1 }
        let leadingZero = current == UInt8(ascii: "0")
        let integerDigits = skipDigits()
        guard integerDigits > 0, !leadingZero || integerDigits == 1 else { throw error("not a number") }
        if current == UInt8(ascii: ".") {
            isInteger = false
            offset += 1
            guard skipDigits() > 0 else { throw error("a digit is expected after '.'") }
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isInteger = false
            offset += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { offset += 1 }
            guard skipDigits() > 0 else { throw error("a digit is expected in the exponent") }
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isInteger, let value = Int(text) { return .int(value) }
        guard let value = Double(text), value.isFinite else { throw error("the number is too large") }
        return .double(value)
    }

    private mutating func skipDigits() -> Int {
        let start = offset
        while let byte = current, byte.isDecimalDigit { offset += 1 }
        return offset - start
    }

    private mutating func string() throws(ManifestSyntaxError) -> String {
        offset += 1
        var start = offset
        var text = ""
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                text += String(decoding: bytes[start..<offset], as: UTF8.self)
                offset += 1
                return text
            case UInt8(ascii: "\\"):
                text += String(decoding: bytes[start..<offset], as: UTF8.self)
                offset += 1
                text.unicodeScalars.append(try escape())
                start = offset
            case 0..<0x20:
                throw error("a control character inside text; write it as an escape such as \\n")
            default:
                if byte & 0xC0 == 0x80 { lineStart += 1 }
                offset += 1
            }
        }
        throw error("the text ends inside a string; a closing '\"' is missing")
    }

    /// The scalar of an escape whose backslash has been read.
    private mutating func escape() throws(ManifestSyntaxError) -> Unicode.Scalar {
        guard let byte = current else { throw error("the text ends inside an escape") }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw error("'\\\(Character(Unicode.Scalar(byte)))' is not an escape of JSON")
        }
    }

    /// Four hexadecimal digits, or two such escapes that are a surrogate pair (RFC 8259,
    /// section 7).
    private mutating func unicodeEscape() throws(ManifestSyntaxError) -> Unicode.Scalar {
        let first = try hexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), bytes[offset...].starts(with: "\\u".utf8) else {
            throw error("half of a surrogate pair")
        }
        offset += 2
        let second = try hexDigits()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw error("half of a surrogate pair") }
        return scalar
    }

    private mutating func hexDigits() throws(ManifestSyntaxError) -> UInt32 {
        let digits = bytes[offset...].prefix(4)
        guard digits.count == 4, digits.allSatisfy(\.isHexDigit),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("four hexadecimal digits are expected after \\u") }
        offset += 4
        return value
    }
}
