/// Jump consistent hash (Lamping and Veach, "A Fast, Minimal Memory, Consistent Hash
/// Algorithm", 2014): with one bucket more, only the keys that move into it move.
enum JumpHash {
    /// A bucket from 0 up to, but not including, `count`; 0 where `count` is below 2.
    static func bucket(of key: UInt64, among count: Int) -> Int {
        // Neighbouring addresses differ in few bits; the finalizer of SplitMix64 spreads
        // them before the generator below takes the key as its seed.
        var state = key &+ 0x9E37_79B9_7F4A_7C15
        state = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        state = (state ^ state >> 27) &* 0x94D0_49BB_1331_11EB
        state ^= state >> 31

        var bucket = 0
        var candidate = 0
        while candidate < count {
            bucket = candidate
            state = state &* 2_862_933_555_777_941_757 &+ 1
            candidate = Int(Double(bucket + 1) * (Double(UInt64(1) << 31) / Double((state >> 33) + 1)))
        }
        return bucket
    }
}
