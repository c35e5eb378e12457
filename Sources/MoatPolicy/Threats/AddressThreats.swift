/// Ranges of numbers, each with what is said of it: sorted, disjoint, and found by the upper
/// 16 bits first, so that a look-up among a million touches a few cache lines.
struct AddressThreats<Key: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private var lowers = ContiguousArray<Key>()
    private var uppers = ContiguousArray<Key>()
    private var infos = ContiguousArray<UInt32>()
    /// For each value of the upper 16 bits, the first range that begins there or later.
    private var buckets = ContiguousArray<UInt32>()

    private static var shift: Int { Key.bitWidth - 16 }

    init() {}

    /// The union of the ranges. Where several cover a number, that which begins first, and of
    /// those the longest, speaks for it.
    init(_ unsorted: consuming ContiguousArray<ThreatList.Range<Key>>) {
        unsorted.sort { $0.lower != $1.lower ? $0.lower < $1.lower : $0.upper > $1.upper }
        lowers.reserveCapacity(unsorted.count)
        uppers.reserveCapacity(unsorted.count)
        infos.reserveCapacity(unsorted.count)
        for range in unsorted {
            var lower = range.lower
            if let last = uppers.last, last >= lower {
                guard range.upper > last else { continue }
                lower = last + 1
            }
            lowers.append(lower)
            uppers.append(range.upper)
            infos.append(range.info)
        }
        guard !lowers.isEmpty else { return }
        buckets = ContiguousArray(repeating: UInt32(lowers.count), count: 0x1_0001)
        var next = 0
        for bucket in 0...0xFFFF {
            while next < lowers.count, Int(truncatingIfNeeded: lowers[next] >> Key(Self.shift)) < bucket { next += 1 }
            buckets[bucket] = UInt32(next)
        }
    }

    /// What is said of a number; nil where nothing is.
    func info(of key: Key) -> UInt32? {
        guard !buckets.isEmpty else { return nil }
        let bucket = Int(truncatingIfNeeded: key >> Key(Self.shift))
        var low = Int(buckets[bucket])
        var high = Int(buckets[bucket + 1])
        while low < high {
            let middle = (low + high) / 2
            if lowers[middle] <= key { low = middle + 1 } else { high = middle }
        }
        // The range before may begin in an earlier bucket.
        guard low > 0, key <= uppers[low - 1] else { return nil }
        return infos[low - 1]
    }
}
