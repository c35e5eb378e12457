import MoatModel

/// Names and wildcards, found from the end of a name: a hash table of the names and of what
/// follows the `*` of wildcards. A look-up takes a probe for the name and one for each of its
/// ends that could be a wildcard's, however many entries there are.
struct SuffixTable: Sendable {
    private struct Entry {
        var hash: UInt64
        var start: Int
        var length: Int32
        var isWildcard: Bool
        var value: UInt32
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
    /// The value of the pattern `*`.
    private var anyValue: UInt32?

    /// A table with room for so many entries; more make it grow.
    init(capacity: Int = 0) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = ContiguousArray(repeating: 0, count: size)
    }

    var isEmpty: Bool { entries.isEmpty && anyValue == nil }
    var count: Int { entries.count + (anyValue == nil ? 0 : 1) }

    /// Adds an entry: a name, or what follows the `*` of a wildcard; lower case, without the
    /// trailing dot. The first of several that are the same stays.
    /// - Returns: whether it was new
    @discardableResult
    mutating func insert(_ bytes: UnsafeBufferPointer<UInt8>, isWildcard: Bool, value: UInt32) -> Bool {
        guard !bytes.isEmpty else {
            guard isWildcard, anyValue == nil else { return false }
            anyValue = value
            return true
        }
        var hash = Self.seed
        for byte in bytes.reversed() { hash = Self.step(hash, byte) }
        guard find(hash, bytes, from: 0, isWildcard: isWildcard) == nil else { return false }
        if (entries.count + 1) * 2 > slots.count { grow() }
        if isWildcard {
            if bytes[0] == UInt8(ascii: ".") {
                dottedLengths.insert(bytes.count)
            } else {
                otherLengths.insert(bytes.count)
            }
        }
        entries.append(
            Entry(
                hash: hash, start: text.count, length: Int32(truncatingIfNeeded: bytes.count), isWildcard: isWildcard,
                value: value))
        text.append(contentsOf: bytes)
        place(entry: entries.count)
        return true
    }

    private mutating func grow() {
        slots = ContiguousArray(repeating: 0, count: slots.count * 2)
        for entry in 1..<entries.count + 1 { place(entry: entry) }
    }

    private mutating func place(entry: Int) {
        var slot = firstSlot(entries[entry - 1].hash, entries[entry - 1].isWildcard)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(entry)
    }

    /// Calls `body` with the value of each entry that means the name (lower case, without the
    /// trailing dot, not empty).
    func forEachMatch(_ name: UnsafeBufferPointer<UInt8>, _ body: (UInt32) -> Void) {
        if let anyValue { body(anyValue) }
        guard !entries.isEmpty else { return }
        // `*` apart, an address is only meant by itself: `*.9` is no way to write a network.
        let isAddress = HostName.isAddress(name)
        var hash = Self.seed
        for index in name.indices.reversed() {
            hash = Self.step(hash, name[index])
            let length = name.count - index
            let lengths = name[index] == UInt8(ascii: ".") ? dottedLengths : otherLengths
            if !isAddress, lengths.contains(length), let value = find(hash, name, from: index, isWildcard: true) {
                body(value)
            }
        }
        if let value = find(hash, name, from: 0, isWildcard: false) { body(value) }
    }

    /// The value of the entry that is exactly these bytes and no wildcard.
    func exact(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32? {
        guard !entries.isEmpty, !bytes.isEmpty else { return nil }
        var hash = Self.seed
        for byte in bytes.reversed() { hash = Self.step(hash, byte) }
        return find(hash, bytes, from: 0, isWildcard: false)
    }

    /// Every entry; the text of a wildcard without its `*`.
    func forEach(_ body: (UnsafeBufferPointer<UInt8>, _ isWildcard: Bool, _ value: UInt32) -> Void) {
        if let anyValue { body(UnsafeBufferPointer(start: nil, count: 0), true, anyValue) }
        text.withUnsafeBufferPointer { text in
            for entry in entries {
                let bytes = UnsafeBufferPointer(rebasing: text[entry.start..<entry.start + Int(entry.length)])
                body(bytes, entry.isWildcard, entry.value)
            }
        }
    }

    private func find(
        _ hash: UInt64, _ name: UnsafeBufferPointer<UInt8>, from index: Int, isWildcard: Bool
    ) -> UInt32? {
        var slot = firstSlot(hash, isWildcard)
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if entry.hash == hash, entry.isWildcard == isWildcard, Int(entry.length) == name.count - index,
                (0..<Int(entry.length)).allSatisfy({ text[entry.start + $0] == name[index + $0] })
            {
                return entry.value
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func firstSlot(_ hash: UInt64, _ isWildcard: Bool) -> Int {
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

extension SuffixTable {
    @discardableResult
    mutating func insert(_ pattern: FQDNPattern, value: UInt32) -> Bool {
        var suffix = pattern.suffix
        return suffix.withUTF8 { insert($0, isWildcard: pattern.isWildcard, value: value) }
    }
}
