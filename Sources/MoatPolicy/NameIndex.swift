import MoatModel

/// The patterns of all application rules, each with the set of rules that have it.
struct NameIndex: Sendable {
    /// Values are roots of sets of rules in the snapshot's `RuleSets`.
    private var table: SuffixTable

    /// `depth` is that of the trees of rules.
    init(_ patterns: [FQDNPattern: RuleBits], depth: Int, into store: inout RuleSetStore) {
        table = SuffixTable(capacity: patterns.count)
        var cursor = RuleSetCursor(depth: depth)
        for (pattern, rules) in patterns {
            cursor.toggle(rules)
            let root = cursor.root(in: &store)
            cursor.toggle(rules)
            table.insert(pattern, value: root)
        }
    }

    /// Calls `body` with the root of each set of rules that have a pattern which means the name
    /// (lower case, without the trailing dot, not empty).
    func forEachMatch(_ name: UnsafeBufferPointer<UInt8>, _ body: (UInt32) -> Void) {
        table.forEachMatch(name, body)
    }
}
