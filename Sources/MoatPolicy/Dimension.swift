/// One field of a flow against all rules: the line of its values is cut where any rule's
/// interval starts or ends, and each piece names the set of rules that it satisfies.
struct Dimension<Key: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    /// Where the pieces start, ascending; the first is 0.
    private let starts: ContiguousArray<Key>
    /// The root of each piece's set in the snapshot's `RuleSets`.
    private let roots: ContiguousArray<UInt32>

    /// `conditions` are what rules ask of the field, and which rules ask it; a rule stands in
    /// at most one of them. `depth` is that of the trees of rules.
    init(_ conditions: [Condition<Key>], depth: Int, into store: inout RuleSetStore) {
        var edges: ContiguousArray<(key: Key, condition: Int)> = []
        for (index, condition) in conditions.enumerated() {
            for interval in condition.values.intervals {
                edges.append((interval.lower, index))
                if interval.upper < .max { edges.append((interval.upper + 1, index)) }
            }
        }
        edges.sort { $0.key < $1.key }

        var starts: ContiguousArray<Key> = [0]
        var roots: ContiguousArray<UInt32> = [0]
        var cursor = RuleSetCursor(depth: depth)
        var index = 0
        while index < edges.count {
            let key = edges[index].key
            while index < edges.count, edges[index].key == key {
                cursor.toggle(conditions[edges[index].condition].rules)
                index += 1
            }
            let root = cursor.root(in: &store)
            if key == 0 {
                roots[0] = root
            } else if roots[roots.count - 1] != root {
                starts.append(key)
                roots.append(root)
            }
        }
        self.starts = starts
        self.roots = roots
    }

    /// The root of the set of rules that the value satisfies.
    func root(at key: Key) -> UInt32 {
        starts.withUnsafeBufferPointer { starts in
            // The last start that is not above the key; halving without a branch on the
            // comparison, which the processor could not predict.
            var base = 0
            var length = starts.count
            while length > 1 {
                let half = length / 2
                base = starts[base + half] <= key ? base + half : base
                length -= half
            }
            return roots[base]
        }
    }
}

/// A condition on one field and the rules that state it.
struct Condition<Key: FixedWidthInteger & UnsignedInteger & Sendable> {
    var values: IntervalSet<Key>
    var rules = RuleBits()
}
