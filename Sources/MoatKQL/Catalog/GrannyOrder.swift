/// An order of names in which numbers count as numbers: `a20` before `a100`.
enum GrannyOrder {
    static func precedes(_ one: String, _ other: String) -> Bool {
        let (left, right) = (pieces(one), pieces(other))
        for (a, b) in zip(left, right) where a != b {
            if let x = Int(a), let y = Int(b), x != y { return x < y }
            return a < b
        }
        return left.count < right.count
    }

    private static func pieces(_ name: String) -> [String] {
        var pieces: [String] = []
        for character in name {
            if let last = pieces.last?.last, isDigit(last) == isDigit(character) {
                pieces[pieces.count - 1].append(character)
            } else {
                pieces.append(String(character))
            }
        }
        return pieces
    }

    private static func isDigit(_ character: Character) -> Bool {
        ("0"..."9").contains(character)
    }
}
