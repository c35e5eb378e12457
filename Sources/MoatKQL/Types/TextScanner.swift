/// Reads a short text from its start.
struct TextScanner {
    private var text: Substring

    init(_ text: String) {
        self.text = text.drop(while: \.isWhitespace)
        while self.text.last?.isWhitespace == true { self.text.removeLast() }
    }

    var isAtEnd: Bool { text.isEmpty }
    var peek: Character? { text.first }
    var rest: String { String(text) }

    mutating func take(_ character: Character) -> Bool {
        guard text.first == character else { return false }
        text.removeFirst()
        return true
    }

    mutating func any(of characters: String) -> Character? {
        guard let first = text.first, characters.contains(first) else { return nil }
        text.removeFirst()
        return first
    }

    mutating func skipSpaces() {
        text = text.drop(while: \.isWhitespace)
    }

    /// A number of ASCII digits; nil, and nothing read, where there are fewer or more.
    mutating func number(digits allowed: ClosedRange<Int>) -> Int? {
        let found = text.prefix { $0.isASCII && $0.isNumber }
        guard allowed.contains(found.count), let value = Int(found) else { return nil }
        text = text.dropFirst(found.count)
        return value
    }

    mutating func digits() -> String? {
        let found = text.prefix { $0.isASCII && $0.isNumber }
        guard !found.isEmpty else { return nil }
        text = text.dropFirst(found.count)
        return String(found)
    }

    /// What stands behind a decimal point, in units of its last wanted digit.
    mutating func fraction(digits wanted: Int) -> Int? {
        guard let found = digits() else { return nil }
        let kept = found.prefix(wanted)
        return Int(kept + String(repeating: "0", count: wanted - kept.count))
    }
}
