import MoatModel

/// The patterns of all application rules, found from the end of a name: a hash table of the
/// names and of what follows the `*` of wildcards. A look-up takes a probe for the name and
/// one for each of its ends that could be a wildcard's, however many patterns there are.
struct NameIndex: Sendable {
    private struct Entry {
        var hash: UInt64
        var start: Int
        var length: Int
        var isWildcard: Bool
        /// The set of rules with this pattern, in the snapshot's `RuleSets`.
        var root: UInt32
    }

    private var text = ContiguousArray<UInt8>()
    private var entries = ContiguousArray<Entry>()
    /// Places of `entries` plus 1, by hash: open addressing with linear probing, at most half
    /// full; 0 is free.
    private var slots: ContiguousArray<UInt32>
    /// Lengths that wildcards with a leading dot have, and the others, which can begin in the
    /// middle of a label.
    private var dottedLengths = LengthSet()
    private var otherLengths = LengthSet()
    /// The rules with the pattern `*`.
    private var anyRoot: UInt32 = 0

    /// `depth` is that of the trees of rules.
    init(_ patterns: [FQDNPattern: RuleBits], depth: Int, into store: inout RuleSetStore) {
        var size = 16
        while size < patterns.count * 2 { size *= 2 }
        slots = ContiguousArray(repeating: 0, count: size)
        var cursor = RuleSetCursor(depth: depth)
        for (pattern, rules) in patterns {
            cursor.toggle(rules)
            let root = cursor.root(in: &store)
            cursor.toggle(rules)
            insert(pattern, root)
        }
    }

    private mutating func insert(_ pattern: FQDNPattern, _ root: UInt32) {
        let bytes = Array(pattern.suffix.utf8)
        guard !bytes.isEmpty else {
            anyRoot = root
            return
        }
        var hash = Self.seed
        for byte in bytes.reversed() { hash = Self.step(hash, byte) }
        if pattern.isWildcard {
            if bytes[0] == UInt8(ascii: ".") {
                dottedLengths.insert(bytes.count)
            } else {
                otherLengths.insert(bytes.count)
            }
        }
        entries.append(
            Entry(
                hash: hash, start: text.count, length: bytes.count, isWildcard: pattern.isWildcard, root: root))
        text.append(contentsOf: bytes)
        var slot = place(hash, pattern.isWildcard)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(entries.count)
    }

    /// Calls `body` with the root of each set of rules that have a pattern which means the name
    /// (lower case, without the trailing dot, not empty).
    func forEachMatch(_ name: UnsafeBufferPointer<UInt8>, _ body: (UInt32) -> Void) {
        if anyRoot != 0 { body(anyRoot) }
        guard !entries.isEmpty else { return }
        // `*` apart, an address is only meant by itself: `*.9` is no way to write a network.
        let isAddress = HostName.isAddress(name)
        var hash = Self.seed
        for index in name.indices.reversed() {
            hash = Self.step(hash, name[index])
            let length = name.count - index
            let lengths = name[index] == UInt8(ascii: ".") ? dottedLengths : otherLengths
            if !isAddress, lengths.contains(length), let root = find(hash, name, from: index, isWildcard: true) {
                body(root)
            }
        }
        if let root = find(hash, name, from: 0, isWildcard: false) { body(root) }
    }

    private func find(
        _ hash: UInt64, _ name: UnsafeBufferPointer<UInt8>, from index: Int, isWildcard: Bool
    ) -> UInt32? {
        var slot = place(hash, isWildcard)
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if entry.hash == hash, entry.isWildcard == isWildcard, entry.length == name.count - index,
                (0..<entry.length).allSatisfy({ text[entry.start + $0] == name[index + $0] })
            {
                return entry.root
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func place(_ hash: UInt64, _ isWildcard: Bool) -> Int {
        let mixed = (isWildcard ? ~hash : hash) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 32) & (slots.count - 1)
    }

    /// FNV-1a (RFC 9923), over the bytes from the last to the first.
    private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

    private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    /// Lengths from 0 to 255.
    private struct LengthSet {
        private var words = SIMD4<UInt64>()

        mutating func insert(_ length: Int) {
            words[length >> 6 & 3] |= 1 << UInt64(length & 63)
        }

        func contains(_ length: Int) -> Bool {
            words[length >> 6 & 3] >> UInt64(length & 63) & 1 == 1
        }
    }
}
