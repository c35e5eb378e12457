/// Sets of rules, cut into chunks of 512 bits (one cache line) of which each distinct one is
/// kept once. Neighbouring intervals differ in a rule or two, so nearly all chunks of their
/// sets are shared. Chunk 0 is the empty one.
struct RuleChunkStore {
    static let bits = 512
    static let words = 8

    private(set) var chunks: [SIMD8<UInt64>] = [.zero]
    private var numbers: [SIMD8<UInt64>: UInt32] = [.zero: 0]

    mutating func number(of chunk: SIMD8<UInt64>) -> UInt32 {
        if let number = numbers[chunk] { return number }
        let number = UInt32(chunks.count)
        chunks.append(chunk)
        numbers[chunk] = number
        return number
    }
}
