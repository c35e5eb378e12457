import Testing

@testable import MoatPolicy

@Suite struct JumpHashTests {
    private let keys = (0..<20_000).map { UInt64(0x0a00_0000 + $0) }

    /// Neighbouring addresses spread evenly.
    @Test(arguments: [2, 3, 10, 250])
    func even(_ count: Int) {
        var used = [Int](repeating: 0, count: count)
        for key in keys { used[JumpHash.bucket(of: key, among: count)] += 1 }
        let mean = Double(keys.count) / Double(count)
        for share in used { #expect(abs(Double(share) - mean) < 6 * mean.squareRoot()) }
    }

    /// One address more takes its share from the others; no source moves between the old ones.
    @Test(arguments: 1...12)
    func onlyTheNewOneGains(_ count: Int) {
        var moved = 0
        for key in keys {
            let before = JumpHash.bucket(of: key, among: count)
            let after = JumpHash.bucket(of: key, among: count + 1)
            guard before != after else { continue }
            #expect(after == count)
            moved += 1
        }
        let expected = Double(keys.count) / Double(count + 1)
        #expect(abs(Double(moved) - expected) < 6 * expected.squareRoot())
    }

    @Test(arguments: [UInt64.min, 1, UInt64(UInt32.max), .max])
    func inBounds(_ key: UInt64) {
        #expect(JumpHash.bucket(of: key, among: 0) == 0)
        #expect(JumpHash.bucket(of: key, among: 1) == 0)
        #expect((0..<250).contains(JumpHash.bucket(of: key, among: 250)))
    }
}
