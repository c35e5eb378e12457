/// A set of rules that changes step by step and can name its present state. Only nodes
/// above a changed bit are interned again.
struct RuleSetCursor {
    /// `levels[0]` are the bits, `levels[n]` the ids of the nodes made of `levels[n - 1]`.
    private var levels: [ContiguousArray<UInt64>]
    /// Nodes of the lowest level with a bit changed since the last `root`.
    private var changed: [Int] = []
    private var lastRoot: UInt64 = 0

    init(depth: Int) {
        var levels: [ContiguousArray<UInt64>] = []
        var width = RuleSets.fanOut
        for _ in 0...depth {
            levels.insert(ContiguousArray(repeating: 0, count: width), at: 0)
            width *= RuleSets.fanOut
        }
        self.levels = levels
    }

    mutating func toggle(_ bits: RuleBits) {
        for entry in bits.entries {
            levels[0][entry.word] ^= entry.mask
            let node = entry.word / RuleSets.fanOut
            if changed.last != node { changed.append(node) }
        }
    }

    mutating func root(in interner: inout RuleSetInterner) -> UInt32 {
        guard !changed.isEmpty else { return UInt32(lastRoot) }
        if changed.count > 1 { changed.sort() }
        for level in levels.indices {
            var parents = 0
            var previous = -1
            for index in changed.indices where changed[index] != previous {
                previous = changed[index]
                let id = interner.intern(levels[level], at: previous * RuleSets.fanOut)
                guard level + 1 < levels.count else {
                    lastRoot = id
                    continue
                }
                levels[level + 1][previous] = id
                changed[parents] = previous / RuleSets.fanOut
                parents += 1
            }
            changed.removeSubrange(parents...)
        }
        return UInt32(lastRoot)
    }
}

/// The rules that share one condition, as the words of a bit set that are not zero.
struct RuleBits {
    private(set) var entries: [(word: Int, mask: UInt64)] = []

    /// Rules must come in ascending order.
    mutating func insert(_ rule: Int) {
        let mask = UInt64(1) << UInt64(rule % 64)
        if entries.last?.word == rule / 64 {
            entries[entries.count - 1].mask |= mask
        } else {
            entries.append((rule / 64, mask))
        }
    }
}
