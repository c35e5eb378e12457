import MoatModel
import Testing

@testable import MoatPolicy

@Suite("ranges of listed addresses")
struct AddressThreatsTests {
    /// The first of all that cover a number, by where they begin and by length.
    private func naive<Key: FixedWidthInteger & UnsignedInteger & Sendable>(
        _ key: Key, _ ranges: [ThreatList.Range<Key>]
    ) -> UInt32? {
        ranges.filter { $0.lower <= key && key <= $0.upper }
            .min { $0.lower != $1.lower ? $0.lower < $1.lower : $0.upper > $1.upper }?.info
    }

    /// Ranges between a few points, so that they nest, overlap and touch, at both ends of the
    /// numbers and of the buckets too.
    private func compare<Key: FixedWidthInteger & UnsignedInteger & Sendable>(_: Key.Type, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bucket = Key(1) << Key(Key.bitWidth - 16)
        var points: [Key] = [0, 1, .max, .max - 1, bucket, bucket - 1, bucket * 2, bucket * 2 - 1, bucket * 0xFFFF]
        for _ in 0..<8 {
            let point = Key.random(in: 0...Key.max, using: &random)
            points += [point, point &+ 1, point &- 1, point &+ bucket]
        }
        for _ in 0..<4 {
            var ranges: [ThreatList.Range<Key>] = []
            for info in 0..<Int.random(in: 1...16, using: &random) {
                let one = points[Int.random(in: points.indices, using: &random)]
                let other = points[Int.random(in: points.indices, using: &random)]
                ranges.append(.init(lower: min(one, other), upper: max(one, other), info: UInt32(info), expires: 0))
            }
            let threats = AddressThreats(ContiguousArray(ranges))
            for point in points {
                for key in [point, point &+ 1, point &- 1] {
                    #expect(threats.info(of: key) == naive(key, ranges), "seed \(seed): \(key) in \(ranges)")
                }
            }
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func agreesWithALinearScan(seed: UInt64) {
        compare(UInt32.self, seed: seed)
        compare(UInt128.self, seed: seed)
    }

    @Test func nothing() {
        #expect(AddressThreats<UInt32>().info(of: 0) == nil)
        #expect(AddressThreats<UInt32>([]).info(of: .max) == nil)
    }

    @Test func everything() {
        let threats = AddressThreats<UInt128>([.init(lower: 0, upper: .max, info: 7, expires: 0)])
        for key in [0, 1, UInt128.max / 2, .max] { #expect(threats.info(of: key) == 7) }
    }

    /// Many single addresses in one bucket, and a range that begins in the bucket before.
    @Test func crowdedBuckets() {
        var ranges: [ThreatList.Range<UInt32>] = []
        for number in 0..<5000 as Range<UInt32> {
            let key = 0x0102_0000 + number * 2
            ranges.append(.init(lower: key, upper: key, info: 1, expires: 0))
        }
        ranges.append(.init(lower: 0x0101_FF00, upper: 0x0102_0001, info: 2, expires: 0))
        let threats = AddressThreats(ContiguousArray(ranges.reversed()))
        #expect(threats.info(of: 0x0102_0000) == 2 && threats.info(of: 0x0102_0001) == 2)
        for number in 1..<5000 as Range<UInt32> {
            let key = 0x0102_0000 + number * 2
            #expect(threats.info(of: key) == 1 && threats.info(of: key + 1) == nil)
        }
    }
}
