/// Hashes cache keys with a seed of its own, so that nobody outside can choose names that
/// collide. A collision costs a cached answer, never a wrong one: keys are compared in full.
struct KeyHash {
    private let seed = UInt64.random(in: 0 ... .max)
    private let factor = UInt64.random(in: 0 ... .max) | 1

    func callAsFunction(_ key: Span<UInt8>) -> UInt64 {
        let bytes = key.bytes
        let count = bytes.byteCount
        var hash = seed ^ UInt64(truncatingIfNeeded: count)
        var place = 0
        while count - place >= 8 {
            let word = bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
            hash = mixed(hash ^ word)
            place += 8
        }
        var rest: UInt64 = 0
        while place < count {
            rest = rest << 8 | UInt64(key[place])
            place += 1
        }
        return mixed(hash ^ rest)
    }

    private func mixed(_ word: UInt64) -> UInt64 {
        let product = word.multipliedFullWidth(by: factor)
        return product.high ^ product.low &+ 0x9e37_79b9_7f4a_7c15
    }
}
