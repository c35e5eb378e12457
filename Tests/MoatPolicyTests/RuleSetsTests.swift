import Testing

@testable import MoatPolicy

@Suite struct RuleSetsTests {
    @Test(arguments: [(0, 0), (1, 0), (512, 0), (513, 1), (8192, 1), (8193, 2), (131_072, 2), (131_073, 3)])
    func depth(_ rules: Int, _ depth: Int) {
        #expect(RuleSets.depth(forRules: rules) == depth)
    }

    private func root(_ rules: [Int], _ cursor: inout RuleSetCursor, _ store: inout RuleSetStore) -> UInt32 {
        var bits = RuleBits()
        for rule in rules.sorted() { bits.insert(rule) }
        cursor.toggle(bits)
        return cursor.root(in: &store)
    }

    /// Random sets against Swift's own, at every depth up to 3.
    @Test(arguments: [400, 5000, 100_000, 200_000])
    func intersects(_ rules: Int) {
        var random = SeededGenerator(seed: UInt64(rules))
        let depth = RuleSets.depth(forRules: rules)
        var store = RuleSetStore()
        var sets: [(rules: Set<Int>, root: UInt32)] = []
        for _ in 0..<6 {
            var cursor = RuleSetCursor(depth: depth)
            let some = Set((0..<60).map { _ in Int.random(in: 0..<rules, using: &random) })
            let common = Set((0..<3).map { rules - 1 - $0 * 700 % rules })
            let all = some.union(sets.count % 2 == 0 ? common : [])
            sets.append((all, root(Array(all), &cursor, &store)))
        }
        let built = RuleSets(store)
        for a in sets {
            for b in sets {
                for c in sets {
                    let expected = a.rules.intersection(b.rules).intersection(c.rules).min()
                    #expect(built.first(in: a.root, b.root, c.root, depth: depth) == expected)
                }
            }
            for rule in a.rules { #expect(built.contains(rule, in: a.root, depth: depth)) }
            for rule in a.rules where !a.rules.contains(rule ^ 1) {
                #expect(!built.contains(rule ^ 1, in: a.root, depth: depth))
            }
        }
    }

    /// Equal sets have one name, however they came about; the empty set is 0.
    @Test(arguments: [0, 1, 2])
    func equalSetsShareTheirName(_ depth: Int) {
        var store = RuleSetStore()
        var cursor = RuleSetCursor(depth: depth)
        let last = (RuleSets.bitsPerLeaf << (4 * depth)) - 1
        let one = root([1, last], &cursor, &store)
        let two = root([2], &cursor, &store)
        #expect(one != two)
        #expect(root([2], &cursor, &store) == one)
        #expect(root([1, last], &cursor, &store) == 0)
        #expect(cursor.root(in: &store) == 0)
    }
}
