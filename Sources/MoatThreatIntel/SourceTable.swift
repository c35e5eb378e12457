/// Counts by key in a room of fixed size: eight places for each of many groups of keys. Where a
/// group is full, the place whose count is lowest is given away, and of equals that which began
/// first. A flood of keys that come once each so pushes out its own, not the one that goes on.
struct SourceTable {
    private struct Place {
        /// 0 where it is free.
        var key: UInt64 = 0
        /// When counting began, in milliseconds.
        var start: Int64 = 0
        var count: UInt32 = 0
    }

    private static let ways = 8

    private var places: ContiguousArray<Place> = []
    /// What each place has counted, so that nothing is counted twice; empty where all counts.
    private var seen: ContiguousArray<UInt32> = []
    private let groups: Int
    private let seenPerPlace: Int
    /// Keys that lost their place while their window was open.
    private(set) var evictions: UInt64 = 0

    /// Room for so many keys, a power of two of at least 8. With `distinct`, up to so many
    /// different values are told apart for each. Memory is taken at the first count: 24 bytes a
    /// key and 4 for each distinct value.
    init(capacity: Int, distinct: Int = 0) {
        groups = max(1, capacity / Self.ways)
        seenPerPlace = distinct
    }

    /// Counts a value for a key, within a window that begins with the first.
    /// - Returns: whether the count has just gone above the limit; counting then begins anew
    mutating func add(key: UInt64, value: UInt32, limit: Int, window: Int64, now: Int64) -> Bool {
        if places.isEmpty {
            places = ContiguousArray(repeating: Place(), count: groups * Self.ways)
            seen = ContiguousArray(repeating: 0, count: groups * Self.ways * seenPerPlace)
        }
        let key = key == 0 ? 1 : key
        let index = place(for: key, window: window, now: now)
        if places[index].key != key || now - places[index].start >= window {
            places[index] = Place(key: key, start: now, count: 0)
        }
        if seenPerPlace > 0, !isNew(value, at: index) { return false }
        places[index].count += 1
        guard places[index].count > limit else { return false }
        places[index] = Place()
        return true
    }

    private mutating func place(for key: UInt64, window: Int64, now: Int64) -> Int {
        let first = Int(truncatingIfNeeded: key >> 16) & (groups - 1)
        let group = first * Self.ways..<(first + 1) * Self.ways
        var victim = group.lowerBound
        var best = (count: UInt32.max, start: Int64.max)
        for index in group {
            if places[index].key == key { return index }
            let isOver = places[index].key == 0 || now - places[index].start >= window
            let rank = (count: isOver ? 0 : places[index].count, start: places[index].start)
            if rank < best { (victim, best) = (index, rank) }
        }
        if best.count > 0 { evictions += 1 }
        return victim
    }

    /// Remembers the value; false where it is known. One that finds no room counts as known.
    private mutating func isNew(_ value: UInt32, at index: Int) -> Bool {
        let start = index * seenPerPlace
        let count = Int(places[index].count)
        guard count < seenPerPlace else { return false }
        for place in start..<start + count where seen[place] == value { return false }
        seen[start + count] = value
        return true
    }
}
