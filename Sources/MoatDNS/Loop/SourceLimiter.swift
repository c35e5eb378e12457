import MoatModel

/// Limits how much each source is answered, by a token bucket for each. The table has a fixed
/// size: of the sources that share a set of four, the one that was quiet longest is forgotten.
struct SourceLimiter {
    private struct Bucket {
        var source: UInt128 = 0
        var tokens: UInt64 = 0
        var filledAt: UInt64 = 0
    }

    private static let setCount = 2048
    private static let setSize = 4
    /// A token in units of which the clock's nanoseconds are a whole number.
    private static let unit: UInt64 = 1_000_000_000

    private let rate: UInt64
    private let seed = UInt64.random(in: 0 ... .max)
    private var buckets: [Bucket]

    /// `rate` queries a second, and as many at once; 0 for no limit. At most a million.
    init(rate: Int) {
        self.rate = UInt64(min(max(0, rate), 1_000_000))
        buckets = rate > 0 ? Array(repeating: Bucket(), count: Self.setCount * Self.setSize) : []
    }

    /// Takes a token of the source; false where there is none. `now` is never 0.
    mutating func allows(_ source: IPAddress, now: UInt64) -> Bool {
        guard rate > 0 else { return true }
        let number = source.number
        let folded = UInt64(truncatingIfNeeded: number ^ number >> 64) ^ seed
        let hash = (folded &* 0x9e37_79b9_7f4a_7c15) >> 40
        let start = Int(hash) % Self.setCount * Self.setSize
        var place = start
        for candidate in start..<start + Self.setSize {
            if buckets[candidate].source == number, buckets[candidate].filledAt > 0 {
                place = candidate
                break
            }
            if buckets[candidate].filledAt < buckets[place].filledAt { place = candidate }
        }
        if buckets[place].source != number || buckets[place].filledAt == 0 {
            buckets[place] = Bucket(source: number, tokens: rate * Self.unit, filledAt: now)
        } else {
            let elapsed = min(now &- buckets[place].filledAt, Self.unit)
            buckets[place].tokens = min(rate * Self.unit, buckets[place].tokens + elapsed * rate)
            buckets[place].filledAt = now
        }
        guard buckets[place].tokens >= Self.unit else { return false }
        buckets[place].tokens -= Self.unit
        return true
    }
}
