/// A set of numbers as closed intervals: sorted, disjoint, and with a gap between each two.
struct IntervalSet<Key: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable, Sendable {
    struct Interval: Hashable, Sendable {
        var lower: Key
        var upper: Key
    }

    let intervals: ContiguousArray<Interval>

    /// The union of any intervals, overlapping or not, in any order. An interval must not
    /// end before it starts.
    init(merging unsorted: some Sequence<Interval>) {
        var merged: ContiguousArray<Interval> = []
        for interval in unsorted.sorted(by: { $0.lower < $1.lower }) {
            guard let last = merged.last, last.upper == .max || interval.lower <= last.upper + 1 else {
                merged.append(interval)
                continue
            }
            merged[merged.count - 1].upper = max(last.upper, interval.upper)
        }
        intervals = merged
    }

    func contains(_ key: Key) -> Bool {
        var low = 0
        var high = intervals.count
        while low < high {
            let middle = (low + high) / 2
            if intervals[middle].lower <= key { low = middle + 1 } else { high = middle }
        }
        return low > 0 && key <= intervals[low - 1].upper
    }
}
