/// Cuts the text of a query into tokens.
///
/// After grammar/KqlTokens.g4 of microsoft/Kusto-Query-Language, whose identifiers may begin with
/// digits (`3Dchart`); letters outside of ASCII are letters here too.
struct Lexer {
    let bytes: [UInt8]
    var position = 0
    var tokens: [Token] = []
    var problems: [(range: SourceRange, message: String)] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        tokens.reserveCapacity(bytes.count / 4 + 1)
    }

    /// Reads until the end, or until there are too many tokens or problems. The last token is `end`.
    mutating func run(maximumTokens: Int, maximumProblems: Int) {
        while skipSpace(), problems.count < maximumProblems {
            guard tokens.count < maximumTokens else {
                problem(position, position, "the query has more than \(maximumTokens) words and signs")
                break
            }
            next()
        }
        // What is missing at the end is missed where the last word ends, not lines below it.
        let end = tokens.last?.end ?? 0
        tokens.append(Token(kind: .end, start: end, end: end))
    }

    func peek(_ offset: Int = 0) -> UInt8 {
        let index = position + offset
        return index < bytes.count ? bytes[index] : 0
    }

    mutating func add(_ kind: Token.Kind, from start: Int) {
        tokens.append(Token(kind: kind, start: Int32(start), end: Int32(position)))
    }

    mutating func problem(_ start: Int, _ end: Int, _ message: String) {
        problems.append((SourceRange(start: start, end: end), message))
    }

    /// The scalar at an offset and its length in bytes, for text outside of ASCII.
    func scalar(at offset: Int) -> (Unicode.Scalar, Int) {
        let length =
            switch bytes[offset] {
            case 0xF0...: 4
            case 0xE0...: 3
            case 0xC0...: 2
            default: 1
            }
        let text = String(decoding: bytes[offset..<min(offset + length, bytes.count)], as: UTF8.self)
        return (text.unicodeScalars.first ?? "\u{FFFD}", min(length, bytes.count - offset))
    }

    private mutating func next() {
        let start = position
        switch bytes[position] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): number()
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "~"):
            if !string() { sign() }
        case UInt8(ascii: "h"), UInt8(ascii: "H"):
            if !string() { word() }
        case UInt8(ascii: "!"):
            let wordStart = position + 1
            position = wordStart
            skipWord()
            if position > wordStart {
                if peek() == UInt8(ascii: "~") { position += 1 }
                add(.negatedWord, from: start)
            } else {
                position = start
                sign()
            }
        default:
            if wordLength(at: position) > 0 { word() } else { sign() }
        }
    }

    /// Skips white space and comments; false at the end.
    private mutating func skipSpace() -> Bool {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09...0x0D: position += 1
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
                position = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
            case 0x80...:
                let (scalar, length) = scalar(at: position)
                guard scalar.properties.isWhitespace || scalar == "\u{200B}" || scalar == "\u{FEFF}" else {
                    return true
                }
                position += length
            default: return true
            }
        }
        return false
    }
}
