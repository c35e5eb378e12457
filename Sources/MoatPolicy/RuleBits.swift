/// The rules that share one condition, as the words of a bit set that are not zero.
struct RuleBits {
    private(set) var entries: [(word: Int, mask: UInt64)] = []

    /// Rules must come in ascending order.
    mutating func insert(_ rule: Int) {
        let mask = UInt64(1) << UInt64(rule % 64)
        if entries.last?.word == rule / 64 {
            entries[entries.count - 1].mask |= mask
        } else {
            entries.append((rule / 64, mask))
        }
    }
}
