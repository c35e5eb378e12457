/// Sets of rules as trees of 64-byte nodes, ready to be intersected. A leaf is 512 bits, one
/// for each rule, bit 0 the rule that is judged first; an inner node holds the ids of its
/// sixteen children. Equal nodes are stored once, so sets that differ in one rule share all
/// nodes but those on one path; a set is named by the id of its root. Id 0 is the empty node
/// on every level.
struct RuleSets: Sendable {
    typealias Leaf = SIMD8<UInt64>
    typealias Inner = SIMD16<UInt32>

    static let fanOut = 16
    static let bitsPerLeaf = 512

    private let leaves: ContiguousArray<Leaf>
    private let inner: ContiguousArray<Inner>

    init(_ store: RuleSetStore) {
        leaves = store.leaves.nodes
        inner = store.inner.nodes
    }

    /// How many levels of inner nodes stand above the leaves of sets of that many rules.
    static func depth(forRules rules: Int) -> Int {
        var depth = 0
        while bits(below: depth) < rules { depth += 1 }
        return depth
    }

    /// How many rules a tree of that depth has room for.
    private static func bits(below depth: Int) -> Int {
        bitsPerLeaf << (4 * depth)
    }

    /// The first rule that is in all three sets.
    func first(in a: UInt32, _ b: UInt32, _ c: UInt32, depth: Int) -> Int? {
        first(in: a, b, c, c, depth: depth)
    }

    /// The first rule that is in all four sets.
    func first(in a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32, depth: Int) -> Int? {
        let found = leaves.withUnsafeBufferPointer { leaves in
            inner.withUnsafeBufferPointer { inner in
                Cursor(leaves: leaves, inner: inner).first(Int(a), Int(b), Int(c), Int(d), depth: depth)
            }
        }
        return found < 0 ? nil : found
    }

    private struct Cursor {
        let leaves: UnsafeBufferPointer<Leaf>
        let inner: UnsafeBufferPointer<Inner>

        /// -1 where there is none: an optional would cost a branch on every level.
        func first(_ a: Int, _ b: Int, _ c: Int, _ d: Int, depth: Int) -> Int {
            guard depth > 0 else { return firstInLeaves(a, b, c, d) }
            let children = UnsafeRawBufferPointer(inner).bindMemory(to: UInt32.self)
            for index in 0..<fanOut {
                let a = Int(children[a * fanOut + index])
                let b = Int(children[b * fanOut + index])
                let c = Int(children[c * fanOut + index])
                let d = Int(children[d * fanOut + index])
                if a == 0 || b == 0 || c == 0 || d == 0 { continue }
                let found = depth == 1 ? firstInLeaves(a, b, c, d) : first(a, b, c, d, depth: depth - 1)
                if found >= 0 { return index * bits(below: depth - 1) + found }
            }
            return -1
        }

        @inline(__always)
        private func firstInLeaves(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Int {
            let common = leaves[a] & leaves[b] & leaves[c] & leaves[d]
            if common == .zero { return -1 }
            for index in 0..<8 where common[index] != 0 {
                return index * 64 + common[index].trailingZeroBitCount
            }
            return -1
        }
    }

    /// Whether a rule is in a set.
    func contains(_ rule: Int, in root: UInt32, depth: Int) -> Bool {
        var node = Int(root)
        for level in stride(from: depth, to: 0, by: -1) {
            node = Int(inner[node][rule / Self.bits(below: level - 1) % Self.fanOut])
        }
        return leaves[node][rule / 64 % 8] >> UInt64(rule % 64) & 1 == 1
    }
}
