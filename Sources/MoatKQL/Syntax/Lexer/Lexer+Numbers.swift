extension Lexer {
    /// Reads `12`, `0x1f`, `1.5`, `1e3`, `5m`, `1.5h`, or a word that begins with digits.
    mutating func number() {
        let start = position
        if peek() == UInt8(ascii: "0"), peek(1) | 0x20 == UInt8(ascii: "x"), Self.isHex(peek(2)) {
            position += 2
            while Self.isHex(peek()) { position += 1 }
            return finish(.long, from: start)
        }
        skipDigits()
        var isReal = false
        // `1..2` is a range, and `1.a` a path.
        if peek() == UInt8(ascii: "."), peek(1) != UInt8(ascii: "."), Self.isDigit(peek(1)) || !isWord(at: position + 1)
        {
            isReal = true
            position += 1
            skipDigits()
        }
        let exponentSign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
        if peek() | 0x20 == UInt8(ascii: "e"), Self.isDigit(peek(1 + exponentSign)) {
            let mark = position
            position += 1 + exponentSign
            skipDigits()
            if isWord(at: position) { position = mark } else { isReal = true }
        }
        finish(isReal ? .real : .long, from: start)
    }

    private mutating func finish(_ kind: Token.Kind, from start: Int) {
        let numberEnd = position
        skipWord()
        guard position > numberEnd else { return add(kind, from: start) }
        if TimespanUnit.ticksNumerator(String(decoding: bytes[numberEnd..<position].prefix(16), as: UTF8.self)) != nil {
            return add(.timespan, from: start)
        }
        guard bytes[start..<numberEnd].contains(UInt8(ascii: ".")) else { return add(.identifier, from: start) }
        problem(numberEnd, position, "this is no unit of time: use d, h, m, s, ms, microsecond or tick")
        add(.invalid, from: start)
    }

    private mutating func skipDigits() {
        while Self.isDigit(peek()) { position += 1 }
    }

    private func isWord(at offset: Int) -> Bool { wordLength(at: offset) > 0 }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    static func isHex(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}
