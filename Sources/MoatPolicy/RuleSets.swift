/// Sets of rules as trees of eight-word nodes, ready to be intersected. A leaf is 512 bits,
/// one for each rule, bit 0 the rule that is judged first; an inner node holds the ids of
/// its eight children. Equal nodes are stored once, so sets that differ in one rule share
/// all nodes but those on one path; a set is named by the id of its root. Node 0 is eight
/// zeros: the empty leaf and the empty inner node alike.
struct RuleSets: Sendable {
    static let fanOut = 8
    static let bitsPerLeaf = 512

    let words: ContiguousArray<UInt64>

    /// How many levels of inner nodes stand above the leaves of sets of that many rules.
    static func depth(forRules rules: Int) -> Int {
        var depth = 0
        var capacity = bitsPerLeaf
        while capacity < rules {
            capacity *= fanOut
            depth += 1
        }
        return depth
    }

    /// The first rule that is in all three sets.
    func first(in a: UInt32, _ b: UInt32, _ c: UInt32, depth: Int) -> Int? {
        let found = words.withUnsafeBufferPointer {
            Self.first($0, Int(a), Int(b), Int(c), depth: depth)
        }
        return found < 0 ? nil : found
    }

    /// -1 where there is none: an optional would cost a branch on every level.
    private static func first(
        _ words: UnsafeBufferPointer<UInt64>, _ a: Int, _ b: Int, _ c: Int, depth: Int
    ) -> Int {
        guard a != 0, b != 0, c != 0 else { return -1 }
        let (a, b, c) = (a * fanOut, b * fanOut, c * fanOut)
        guard depth > 0 else {
            for index in 0..<fanOut {
                let word = words[a + index] & words[b + index] & words[c + index]
                if word != 0 { return index * 64 + word.trailingZeroBitCount }
            }
            return -1
        }
        let span = bitsPerLeaf << (3 * (depth - 1))
        for index in 0..<fanOut {
            let found = first(
                words, Int(words[a + index]), Int(words[b + index]), Int(words[c + index]), depth: depth - 1)
            if found >= 0 { return index * span + found }
        }
        return -1
    }

    /// Whether a rule is in a set.
    func contains(_ rule: Int, in root: UInt32, depth: Int) -> Bool {
        var node = Int(root)
        for level in stride(from: depth, to: 0, by: -1) {
            let child = rule / (Self.bitsPerLeaf << (3 * (level - 1))) % Self.fanOut
            node = Int(words[node * Self.fanOut + child])
        }
        return words[node * Self.fanOut + rule / 64 % Self.fanOut] >> UInt64(rule % 64) & 1 == 1
    }
}
