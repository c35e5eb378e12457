/// Goes through JSON (RFC 8259) without keeping it: bundles have tens of megabytes, of which
/// little is wanted.
struct JSONScanner {
    /// Arrays and objects within each other.
    private static let maximumDepth = 64

    private let text: UnsafeBufferPointer<UInt8>
    private(set) var offset = 0
    private var depth = 0

    init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    /// The first byte of the next value or mark.
    mutating func peek() throws(FeedError) -> UInt8 {
        while offset < text.count, FeedBody.isSpace(text[offset]) { offset += 1 }
        guard offset < text.count else { throw cut() }
        return text[offset]
    }

    /// That nothing but white space is left.
    mutating func expectEnd() throws(FeedError) {
        while offset < text.count, FeedBody.isSpace(text[offset]) { offset += 1 }
        guard offset == text.count else { throw malformed("more text follows the end of the value") }
    }

    /// Calls `member` for each key, which has to take its value.
    mutating func object(
        _ member: (inout JSONScanner, String) throws(FeedError) -> Void
    ) throws(FeedError) {
        try enter("{")
        if try take("}") { return leave() }
        repeat {
            guard try peek() == UInt8(ascii: "\"") else { throw malformed("a key is expected") }
            let key = try string()
            guard try take(":") else { throw malformed("':' is expected") }
            try member(&self, key)
        } while try take(",")
        guard try take("}") else { throw malformed("',' or '}' is expected") }
        leave()
    }

    /// Calls `element` for each element, which it has to take.
    mutating func array(_ element: (inout JSONScanner) throws(FeedError) -> Void) throws(FeedError) {
        try enter("[")
        if try take("]") { return leave() }
        repeat { try element(&self) } while try take(",")
        guard try take("]") else { throw malformed("',' or ']' is expected") }
        leave()
    }

    /// Takes any value.
    mutating func skip() throws(FeedError) {
        switch try peek() {
        case UInt8(ascii: "{"): try object { scanner, _ throws(FeedError) in try scanner.skip() }
        case UInt8(ascii: "["): try array { scanner throws(FeedError) in try scanner.skip() }
        case UInt8(ascii: "\""): try skipString()
        default: _ = try word()
        }
    }

    /// The next value where it is a string; any other is taken, and is nil.
    mutating func stringValue() throws(FeedError) -> String? {
        guard try peek() == UInt8(ascii: "\"") else {
            try skip()
            return nil
        }
        return try string()
    }

    /// Whether the next value, which is taken, is `true`.
    mutating func isTrue() throws(FeedError) -> Bool {
        switch try peek() {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""):
            try skip()
            return false
        default: return try word() == "true"
        }
    }

    private mutating func enter(_ mark: Character) throws(FeedError) {
        guard try take(mark) else { throw malformed("'\(mark)' is expected") }
        depth += 1
        guard depth <= Self.maximumDepth else {
            throw malformed("arrays and objects lie more than \(Self.maximumDepth) deep in each other")
        }
    }

    private mutating func leave() {
        depth -= 1
    }

    private mutating func take(_ mark: Character) throws(FeedError) -> Bool {
        guard try peek() == mark.asciiValue else { return false }
        offset += 1
        return true
    }

    /// A number, `true`, `false` or `null`.
    private mutating func word() throws(FeedError) -> String {
        let start = offset
        while offset < text.count, offset - start < 400, text[offset].isPartOfWord { offset += 1 }
        guard offset < text.count else { throw cut() }
        let word = String(decoding: text[start..<offset], as: UTF8.self)
        guard ["true", "false", "null"].contains(word) || Self.isNumber(word) else {
            throw malformed("'\(text.slice(start, max(offset, start + 1)).excerpt)' is no value")
        }
        return word
    }

    private static func isNumber(_ word: String) -> Bool {
        guard let first = word.utf8.first, let last = word.utf8.last else { return false }
        return (first.isDigit || first == UInt8(ascii: "-")) && last.isDigit && Double(word) != nil
    }

    private mutating func skipString() throws(FeedError) {
        offset += 1
        while offset < text.count {
            switch text[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                return
            case UInt8(ascii: "\\"): offset += 2
            case 0..<0x20: throw malformed("a string has a control character")
            default: offset += 1
            }
        }
        throw cut()
    }

    private mutating func string() throws(FeedError) -> String {
        let start = offset + 1
        try skipString()
        let bytes = text.slice(start, offset - 1)
        guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
        guard let string = JSONEscapes.decode(bytes) else { throw malformed("a string has a wrong escape") }
        return string
    }

    private var line: Int {
        text[..<min(offset, text.count)].reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    }

    func malformed(_ problem: String) -> FeedError {
        FeedError("line \(line): is not JSON: \(problem); check the feed's URL and its format, STIX")
    }

    private func cut() -> FeedError {
        FeedError(
            "line \(line): the body ends in the middle of an entry, so part of it is missing; "
                + "it is fetched again at the next refresh")
    }
}

extension UInt8 {
    /// A letter, a digit, or what numbers have.
    fileprivate var isPartOfWord: Bool {
        isDigit || (self | 0x20) &- UInt8(ascii: "a") < 26 || self == UInt8(ascii: "-") || self == UInt8(ascii: "+")
            || self == UInt8(ascii: ".")
    }
}
