/// Collects the nodes of `RuleSets`, each once.
struct RuleSetInterner {
    private(set) var words: ContiguousArray<UInt64>
    /// Node ids by hash: open addressing with linear probing, at most half full. 0 marks a
    /// free slot, since node 0 is never looked up.
    private var slots: ContiguousArray<UInt32>

    private var count: Int { words.count / RuleSets.fanOut }

    init() {
        words = ContiguousArray(repeating: 0, count: RuleSets.fanOut)
        slots = ContiguousArray(repeating: 0, count: 1024)
    }

    /// The id of the node that consists of the eight words of `source` from `offset`.
    mutating func intern(_ source: ContiguousArray<UInt64>, at offset: Int) -> UInt64 {
        var any: UInt64 = 0
        for index in 0..<RuleSets.fanOut { any |= source[offset + index] }
        guard any != 0 else { return 0 }
        if count * 2 > slots.count { grow() }
        var slot = Self.hash(source, at: offset) & (slots.count - 1)
        while slots[slot] != 0 {
            if isNode(Int(slots[slot]), equalTo: source, at: offset) { return UInt64(slots[slot]) }
            slot = (slot + 1) & (slots.count - 1)
        }
        let id = count
        for index in 0..<RuleSets.fanOut { words.append(source[offset + index]) }
        slots[slot] = UInt32(id)
        return UInt64(id)
    }

    private func isNode(_ node: Int, equalTo source: ContiguousArray<UInt64>, at offset: Int) -> Bool {
        for index in 0..<RuleSets.fanOut where words[node * RuleSets.fanOut + index] != source[offset + index] {
            return false
        }
        return true
    }

    private static func hash(_ source: ContiguousArray<UInt64>, at offset: Int) -> Int {
        var hash: UInt64 = 0
        for index in 0..<RuleSets.fanOut {
            hash = (hash ^ source[offset + index]) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
        }
        return Int(truncatingIfNeeded: hash)
    }

    private mutating func grow() {
        slots = ContiguousArray(repeating: 0, count: slots.count * 2)
        for node in 1..<count {
            var slot = Self.hash(words, at: node * RuleSets.fanOut) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(node)
        }
    }
}
