/// Parentheses and counted repetitions.
extension RegularExpressionCheck {
    /// Behind a `(`.
    mutating func open() throws(RegularExpressionProblem) {
        guard skip("?") else {
            groups.append(Group())
            return
        }
        switch (peek(), peek(1)) {
        case ("=", _), ("!", _), ("<", "="), ("<", "!"):
            throw RegularExpressionProblem("looks around with '(?', which RE2 cannot")
        case ("P", "<"):
            _ = next()
            _ = next()
            try name()
            groups.append(Group())
        case ("<", _):
            _ = next()
            try name()
            groups.append(Group())
        default: try flags()
        }
    }

    mutating func close() throws(RegularExpressionProblem) {
        guard groups.count > 1, let group = groups.popLast() else {
            throw RegularExpressionProblem("has a ')' without its '('")
        }
        operand(repetitions: group.repetitions)
    }

    /// Behind `(?<`.
    private mutating func name() throws(RegularExpressionProblem) {
        let start = position
        while let scalar = next() {
            if scalar == ">", position > start + 1 { return }
            guard scalar.isASCIIWord || !scalar.isASCII else { break }
        }
        throw RegularExpressionProblem("has a group whose name is not one or has no '>'")
    }

    /// Behind `(?`: `i`, `m`, `s`, `U`, those behind a `-` switched off, up to `)` or `:`.
    private mutating func flags() throws(RegularExpressionProblem) {
        var isNegated = false
        var hasFlags = false
        while let scalar = next() {
            switch scalar {
            case "i", "m", "s", "U": hasFlags = true
            case "-" where !isNegated:
                isNegated = true
                hasFlags = false
            case ":" where hasFlags || !isNegated:
                groups.append(Group())
                return
            case ")" where hasFlags || !isNegated: return
            default:
                throw RegularExpressionProblem(
                    "has '(?' followed by '\(scalar)': RE2 knows (?:...), (?P<name>...) and the flags i, m, s and U")
            }
        }
        throw RegularExpressionProblem("has a '(' without its ')'")
    }

    /// Behind a `{`: the larger of the numbers of `{2}`, `{2,}` or `{2,4}`; nil where it is text.
    mutating func bounds() throws(RegularExpressionProblem) -> Int? {
        let start = position
        guard let low = number() else {
            go(to: start)
            return nil
        }
        var high: Int? = low
        if skip(",") {
            high = nil
            if peek() != "}" {
                guard let number = number() else {
                    go(to: start)
                    return nil
                }
                high = number
            }
        }
        guard skip("}") else {
            go(to: start)
            return nil
        }
        guard max(low, high ?? 0) <= Self.maximumRepetitions, low <= high ?? low else {
            throw RegularExpressionProblem(
                "has '{\(text(from: start))': the numbers must rise and be at most \(Self.maximumRepetitions)")
        }
        return high ?? low
    }

    /// As RE2 reads one here: without zeros in front, and below 100,000,000.
    private mutating func number() -> Int? {
        let start = position
        var value = 0
        while let scalar = peek(), ("0"..."9").contains(scalar) {
            if value >= 100_000_000 { return nil }
            value = value * 10 + Int(scalar.value - 0x30)
            _ = next()
        }
        let length = position - start
        guard length > 0, length == 1 || !text(from: start).hasPrefix("0") else { return nil }
        return value
    }
}

extension Unicode.Scalar {
    /// `[0-9A-Za-z_]`
    var isASCIIWord: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }
}
