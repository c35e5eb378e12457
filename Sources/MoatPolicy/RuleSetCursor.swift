/// A set of rules that changes step by step and can name its present state. Only nodes
/// above a changed bit are interned again.
struct RuleSetCursor {
    private var leaves: ContiguousArray<RuleSets.Leaf>
    /// `levels[0]` holds the ids of the leaves, `levels[n]` those of `levels[n - 1]`; the
    /// last one is the root alone.
    private var levels: [ContiguousArray<RuleSets.Inner>]
    /// Leaves with a bit changed since the last `root`.
    private var changed: [Int] = []
    private var lastRoot: UInt32 = 0

    init(depth: Int) {
        var width = 1
        levels = []
        for _ in 0..<depth {
            levels.insert(ContiguousArray(repeating: .zero, count: width), at: 0)
            width *= RuleSets.fanOut
        }
        leaves = ContiguousArray(repeating: .zero, count: width)
    }

    mutating func toggle(_ bits: RuleBits) {
        for entry in bits.entries {
            let leaf = entry.word / 8
            leaves[leaf][entry.word % 8] ^= entry.mask
            if changed.last != leaf { changed.append(leaf) }
        }
    }

    mutating func root(in store: inout RuleSetStore) -> UInt32 {
        guard !changed.isEmpty else { return lastRoot }
        if changed.count > 1 { changed.sort() }
        replaceChanged(level: 0) { cursor, leaf in store.leaves.intern(cursor.leaves[leaf]) }
        for level in levels.indices {
            replaceChanged(level: level + 1) { cursor, node in store.inner.intern(cursor.levels[level][node]) }
        }
        changed.removeAll(keepingCapacity: true)
        return lastRoot
    }

    /// Names the changed nodes of one level anew, writes the names into the level above, and
    /// leaves in `changed` the nodes of that level.
    private mutating func replaceChanged(level: Int, id: (Self, Int) -> UInt32) {
        var parents = 0
        var previous = -1
        for index in changed.indices where changed[index] != previous {
            let node = changed[index]
            previous = node
            lastRoot = id(self, node)
            guard level < levels.count else { continue }
            levels[level][node / RuleSets.fanOut][node % RuleSets.fanOut] = lastRoot
            changed[parents] = node / RuleSets.fanOut
            parents += 1
        }
        changed.removeSubrange(parents...)
    }
}
