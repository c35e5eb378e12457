import MoatModel
import Testing

struct PortRangeTests {
    @Test func everyRangeReadsBackAsItself() {
        var generator = ValueGenerator(seed: 7)
        for _ in 0..<5_000 {
            let range = generator.portRange()
            #expect(PortRange(range.description) == range)
            let port = generator.port()
            #expect(range.contains(port) == (Int(range.lowerBound)...Int(range.upperBound)).contains(Int(port)))
        }
    }

    @Test(arguments: [
        "", "0", "0-5", "65536", "70000", "53-5", "-5", "5-", "080", "+80", " 80", "80,443", "1-2-3", "http", "**",
    ])
    func notAPort(_ text: String) {
        #expect(PortRange(text) == nil)
    }

    @Test func onlyTheStarCoversPortZero() throws {
        #expect(PortRange.all.contains(0))
        #expect(!(try #require(PortRange("1-65535"))).contains(0))
    }
}
