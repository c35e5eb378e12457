extension Lexer {
    /// Reads a string if one begins here, in any of Kusto's forms: `'..'`, `".."`, verbatim
    /// `@'..'`, of several lines between three backticks or tildes, each with or without `h`.
    mutating func string() -> Bool {
        let start = position
        var open = position
        if bytes[open] | 0x20 == UInt8(ascii: "h") { open += 1 }
        let isVerbatim = open < bytes.count && bytes[open] == UInt8(ascii: "@")
        if isVerbatim { open += 1 }
        guard open < bytes.count else { return false }
        let quote = bytes[open]
        switch quote {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            position = open + 1
            return finish(quote, isVerbatim: isVerbatim, from: start)
        case UInt8(ascii: "`"), UInt8(ascii: "~"):
            guard !isVerbatim, open + 2 < bytes.count, bytes[open + 1] == quote, bytes[open + 2] == quote else {
                return false
            }
            position = open + 3
            while position + 2 < bytes.count {
                if bytes[position] == quote, bytes[position + 1] == quote, bytes[position + 2] == quote {
                    position += 3
                    add(.string, from: start)
                    return true
                }
                position += 1
            }
            position = bytes.count
        default: return false
        }
        problem(start, open + 3, "this string is not closed")
        add(.invalid, from: start)
        return true
    }

    private mutating func finish(_ quote: UInt8, isVerbatim: Bool, from start: Int) -> Bool {
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
            if bytes[position] == quote {
                position += 1
                guard isVerbatim, peek() == quote else {
                    add(.string, from: start)
                    return true
                }
            } else if bytes[position] == UInt8(ascii: "\\"), !isVerbatim, position + 1 < bytes.count,
                bytes[position + 1] != 0x0A
            {
                position += 1
            }
            position += 1
        }
        position = min(position, bytes.count)
        problem(start, start + 1, "this string is not closed on its line")
        add(.invalid, from: start)
        return true
    }
}
