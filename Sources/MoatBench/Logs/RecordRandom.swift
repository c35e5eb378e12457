import Foundation

/// Numbers that are the same for a seed on every machine (SplitMix64), with the skews that
/// traffic has.
struct RecordRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    /// From 0 up to and without 1.
    mutating func fraction() -> Double {
        Double(next() >> 11) / 9_007_199_254_740_992
    }

    /// From 0 up to and without `count`, each as likely as any other.
    mutating func even(_ count: Int) -> Int {
        Int(next() % UInt64(count))
    }

    /// From 0 up to and without `count`; the first come up much more often than the last,
    /// each about in the proportion of one by its place, as addresses and names do.
    mutating func skewed(_ count: Int) -> Int {
        min(count - 1, Int(exp(fraction() * log(Double(count) + 1))) - 1)
    }
}
