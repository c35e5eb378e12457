/// Which places of a subnet are used: one bit each, in words of which only those are held that have one.
struct UsedPlaces: Sendable {
    private var words: [Int: UInt64] = [:]
    /// No word before this one has room.
    private var firstWithRoom = 0

    func contains(_ place: Int) -> Bool {
        words[place / 64, default: 0] & (1 << UInt64(place % 64)) != 0
    }

    mutating func insert(_ place: Int) {
        words[place / 64, default: 0] |= 1 << UInt64(place % 64)
    }

    mutating func remove(_ place: Int) {
        let index = place / 64
        guard var word = words[index] else { return }
        word &= ~(1 << UInt64(place % 64))
        words[index] = word == 0 ? nil : word
        firstWithRoom = min(firstWithRoom, index)
    }

    /// The lowest place that is free.
    mutating func firstFree() -> Int {
        while words[firstWithRoom] == .max { firstWithRoom += 1 }
        return firstWithRoom * 64 + (~words[firstWithRoom, default: 0]).trailingZeroBitCount
    }
}
