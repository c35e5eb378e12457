/// Escapes and classes of characters.
extension RegularExpressionCheck {
    /// Behind a `\`, outside of brackets.
    mutating func escape() throws(RegularExpressionProblem) {
        switch peek() {
        case "b", "B", "A", "z", "C", "d", "D", "s", "S", "w", "W":
            _ = next()
            operand()
        case "Q":
            _ = next()
            // Text up to `\E` or to the end.
            while peek() != nil, peek() != "\\" || peek(1) != "E" {
                _ = next()
                operand()
            }
            if skip("\\") { skip("E") }
        case "p", "P":
            _ = next()
            try property()
            operand()
        default:
            _ = try character()
            operand()
        }
    }

    /// Behind a `[`.
    mutating func bracket() throws(RegularExpressionProblem) {
        skip("^")
        var isFirst = true
        while let scalar = peek(), scalar != "]" || isFirst {
            isFirst = false
            if scalar == "[", peek(1) == ":", try namedClass() { continue }
            if scalar == "\\", let letter = peek(1) {
                if letter == "p" || letter == "P" {
                    go(to: position + 2)
                    try property()
                    continue
                }
                if "dDsSwW".unicodeScalars.contains(letter) {
                    go(to: position + 2)
                    continue
                }
            }
            try range()
        }
        guard skip("]") else { throw RegularExpressionProblem("has a '[' without its ']'") }
        operand()
    }

    /// `[:name:]`; false where it is none and its characters are read one by one.
    private mutating func namedClass() throws(RegularExpressionProblem) -> Bool {
        if isPastLastClass { return false }
        let start = position
        go(to: start + 2)
        while peek() != nil {
            if peek() == ":", peek(1) == "]" {
                go(to: position + 2)
                let text = text(from: start)
                var name = text.dropFirst(2).dropLast(2)
                if name.hasPrefix("^") { name = name.dropFirst() }
                guard Self.classes.contains(String(name)) else {
                    throw RegularExpressionProblem("has the unknown class '\(text)'")
                }
                return true
            }
            _ = next()
        }
        isPastLastClass = true
        go(to: start)
        return false
    }

    private static let classes: Set<String> = [
        "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper",
        "word", "xdigit",
    ]

    /// A character in brackets, or a range of them.
    private mutating func range() throws(RegularExpressionProblem) {
        let start = position
        let low = try classCharacter()
        guard peek() == "-", let end = peek(1), end != "]" else { return }
        _ = next()
        let high = try classCharacter()
        guard low <= high else {
            throw RegularExpressionProblem("has the range '\(text(from: start))', whose end is before its beginning")
        }
    }

    private mutating func classCharacter() throws(RegularExpressionProblem) -> UInt32 {
        guard let scalar = next() else { throw RegularExpressionProblem("has a '[' without its ']'") }
        return scalar == "\\" ? try character() : scalar.value
    }

    /// Behind `\p`: a letter, or a name in braces. Only RE2 knows all names.
    private mutating func property() throws(RegularExpressionProblem) {
        guard let scalar = next() else { throw RegularExpressionProblem("ends with '\\p'") }
        guard scalar == "{" else {
            guard "CLMNPSZ".unicodeScalars.contains(scalar) else {
                throw RegularExpressionProblem("has '\\p\(scalar)', which is no class of characters")
            }
            return
        }
        while let scalar = next() {
            if scalar == "}" { return }
        }
        throw RegularExpressionProblem("has '\\p{' without its '}'")
    }

    /// Behind a `\`: the character that it stands for.
    private mutating func character() throws(RegularExpressionProblem) -> UInt32 {
        guard let scalar = next() else { throw RegularExpressionProblem("ends with '\\'") }
        switch scalar {
        case "0": return octal(0)
        case "1"..."9":
            guard scalar < "8", let digit = peek(), ("0"..."7").contains(digit) else {
                throw RegularExpressionProblem("refers to a group with '\\\(scalar)', which RE2 cannot")
            }
            return octal(scalar.value - 0x30)
        case "x": return try hexadecimal()
        case "n": return 0x0A
        case "r": return 0x0D
        case "t": return 0x09
        case "a": return 0x07
        case "f": return 0x0C
        case "v": return 0x0B
        case _ where scalar.isASCII && !scalar.isASCIIWord: return scalar.value
        default: throw RegularExpressionProblem("has the unknown escape '\\\(scalar)'")
        }
    }

    /// Up to two more digits.
    private mutating func octal(_ first: UInt32) -> UInt32 {
        var value = first
        for _ in 0..<2 {
            guard let digit = peek(), ("0"..."7").contains(digit) else { break }
            value = value * 8 + digit.value - 0x30
            _ = next()
        }
        return value
    }

    /// `\x7F` or `\x{10FFFF}`.
    private mutating func hexadecimal() throws(RegularExpressionProblem) -> UInt32 {
        let isBraced = skip("{")
        var value: UInt32 = 0
        var digits = 0
        while isBraced || digits < 2, let scalar = peek(), let digit = Character(scalar).hexDigitValue, scalar.isASCII {
            value = value * 16 + UInt32(digit)
            digits += 1
            guard value <= 0x10FFFF else { break }
            _ = next()
        }
        guard value <= 0x10FFFF, digits == 2 || isBraced && digits > 0, !isBraced || skip("}") else {
            throw RegularExpressionProblem("has a '\\x' without two hexadecimal digits or a number in braces")
        }
        return value
    }
}
