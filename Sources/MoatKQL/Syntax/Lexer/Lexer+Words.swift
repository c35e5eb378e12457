extension Lexer {
    /// Types whose parentheses hold a constant that is not made of other tokens.
    private static let typed: Set<String> = [
        "bool", "boolean", "int", "int32", "long", "int64", "real", "double", "decimal", "datetime", "date", "time",
        "timespan", "guid", "uuid", "uniqueid",
    ]

    /// The length of what can stand in a word at an offset, 0 if it cannot.
    func wordLength(at offset: Int) -> Int {
        guard offset < bytes.count else { return 0 }
        switch bytes[offset] {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
            return 1
        case 0x80...:
            let (scalar, length) = scalar(at: offset)
            return scalar.properties.isAlphabetic ? length : 0
        default: return 0
        }
    }

    mutating func skipWord() {
        while true {
            let length = wordLength(at: position)
            if length == 0 { return }
            position += length
        }
    }

    mutating func word() {
        let start = position
        skipWord()
        let word = start..<position
        if peek() == UInt8(ascii: "~"), word.count == 2, bytes[start] == UInt8(ascii: "i"),
            bytes[start + 1] == UInt8(ascii: "n")
        {
            position += 1
        } else if word.count >= 3, word.count <= 8, tokens.last?.kind != .dot,
            Self.typed.contains(String(decoding: bytes[word], as: UTF8.self)), typedConstant(from: start)
        {
            return
        }
        add(.identifier, from: start)
    }

    /// Reads on to the closing parenthesis if one is opened here.
    private mutating func typedConstant(from start: Int) -> Bool {
        var open = position
        while open < bytes.count, bytes[open] == 0x20 || (0x09...0x0D).contains(bytes[open]) { open += 1 }
        guard open < bytes.count, bytes[open] == UInt8(ascii: "(") else { return false }
        guard let close = bytes[open...].firstIndex(of: UInt8(ascii: ")")) else {
            problem(open, open + 1, "this parenthesis is not closed")
            position = bytes.count
            add(.invalid, from: start)
            return true
        }
        position = close + 1
        add(.typed, from: start)
        return true
    }

    /// Reads a sign, or reports a character that has no meaning.
    mutating func sign() {
        let start = position
        let (kind, length) = signKind()
        if kind != .invalid {
            position += length
            add(kind, from: start)
            return
        }
        let (scalar, size) = scalar(at: position)
        position += size
        let hint = "\u{2018}\u{2019}\u{201C}\u{201D}".unicodeScalars.contains(scalar) ? ": use ' or \" for quotes" : ""
        problem(start, position, "the character '\(SourceText.printable([scalar]))' has no meaning here\(hint)")
        add(.invalid, from: start)
    }

    private func signKind() -> (Token.Kind, Int) {
        let second = peek(1)
        switch bytes[position] {
        case UInt8(ascii: "|"): return (.bar, 1)
        case UInt8(ascii: ","): return (.comma, 1)
        case UInt8(ascii: ";"): return (.semicolon, 1)
        case UInt8(ascii: ":"): return (.colon, 1)
        case UInt8(ascii: "("): return (.leftParenthesis, 1)
        case UInt8(ascii: ")"): return (.rightParenthesis, 1)
        case UInt8(ascii: "["): return (.leftBracket, 1)
        case UInt8(ascii: "]"): return (.rightBracket, 1)
        case UInt8(ascii: "{"): return (.leftBrace, 1)
        case UInt8(ascii: "}"): return (.rightBrace, 1)
        case UInt8(ascii: "+"): return (.plus, 1)
        case UInt8(ascii: "-"): return (.minus, 1)
        case UInt8(ascii: "*"): return (.star, 1)
        case UInt8(ascii: "/"): return (.slash, 1)
        case UInt8(ascii: "%"): return (.percent, 1)
        case UInt8(ascii: "."): return second == UInt8(ascii: ".") ? (.dotDot, 2) : (.dot, 1)
        case UInt8(ascii: "="):
            if second == UInt8(ascii: "=") { return (.equal, 2) }
            return second == UInt8(ascii: "~") ? (.equalTilde, 2) : (.assign, 1)
        case UInt8(ascii: "!"):
            if second == UInt8(ascii: "=") { return (.notEqual, 2) }
            return second == UInt8(ascii: "~") ? (.notTilde, 2) : (.invalid, 1)
        case UInt8(ascii: "<"):
            if second == UInt8(ascii: "=") { return (.lessOrEqual, 2) }
            return second == UInt8(ascii: ">") ? (.notEqual, 2) : (.less, 1)
        case UInt8(ascii: ">"): return second == UInt8(ascii: "=") ? (.greaterOrEqual, 2) : (.greater, 1)
        default: return (.invalid, 1)
        }
    }
}
