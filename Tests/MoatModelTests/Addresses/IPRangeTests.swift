import MoatModel
import Testing

struct IPRangeTests {
    @Test func everyRangeReadsBackAsItself() {
        var generator = ValueGenerator(seed: 6)
        for _ in 0..<5_000 {
            let range = generator.range()
            #expect(IPRange(range.description) == range)
            #expect(range.contains(range.lowerBound) && range.contains(range.upperBound))
            let address = generator.address(range.family)
            let naive = range.lowerBound.number <= address.number && address.number <= range.upperBound.number
            #expect(range.contains(address) == naive)
        }
    }

    @Test(arguments: [
        "10.0.0.9-10.0.0.4", "10.0.0.4-::5", "10.0.0.4", "10.0.0.4-", "-10.0.0.4", "10.0.0.1-10.0.0.2-10.0.0.3",
        "10.0.0.0/24-10.0.1.0/24",
    ])
    func notARange(_ text: String) {
        #expect(IPRange(text) == nil)
    }

    @Test func theOtherFamilyIsNeverInside() throws {
        #expect(!IPRange.all(.ipv4).contains(try #require(IPAddress("::1"))))
        #expect(!IPRange.all(.ipv4).overlaps(IPRange.all(.ipv6)))
    }
}
