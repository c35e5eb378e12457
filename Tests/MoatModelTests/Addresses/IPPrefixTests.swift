import MoatModel
import Testing

struct IPPrefixTests {
    @Test func everyPrefixReadsBackAsItself() {
        var generator = ValueGenerator(seed: 3)
        for _ in 0..<10_000 {
            let prefix = generator.prefix()
            #expect(IPPrefix(prefix.description) == prefix)
        }
    }

    /// Against the plain meaning: the leading bits are equal.
    @Test func containsWhatSharesItsLeadingBits() {
        var generator = ValueGenerator(seed: 4)
        for _ in 0..<10_000 {
            let prefix = generator.prefix()
            let width = prefix.family.bitWidth
            // One bit of an address inside is turned over, so that near misses are common.
            let inside = prefix.address.number | (generator.address(prefix.family).number & hostMask(prefix))
            let bit = generator.int(0...(width - 1))
            let address = IPAddress(number: inside ^ (UInt128(1) << bit), family: prefix.family)
            let sharesBits = bit < width - prefix.length
            #expect(prefix.contains(address) == sharesBits)
            #expect(prefix.contains(IPAddress(number: inside, family: prefix.family)))
            #expect((prefix.address...prefix.lastAddress).contains(address) == sharesBits)
        }
    }

    private func hostMask(_ prefix: IPPrefix) -> UInt128 {
        prefix.lastAddress.number - prefix.address.number
    }

    @Test func containingAndOverlappingAgreeWithTheRanges() {
        var generator = ValueGenerator(seed: 5)
        for _ in 0..<10_000 {
            let left = generator.prefix()
            let right =
                generator.chance(50)
                ? generator.prefix() : IPPrefix(masking: left.address, length: generator.int(0...left.family.bitWidth))
            #expect(left.contains(right) == IPRange(left).contains(IPRange(right)))
            #expect(left.overlaps(right) == IPRange(left).overlaps(IPRange(right)))
        }
    }

    @Test(arguments: [
        "10.0.0.1/24", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0", "/8", "10.0.0.0/8/8", "10.0.0.0/08",
        "10.0.0.0/+8",
        "10.0.0.0/255.0.0.0", "1.2.3.4/33", "::/129", "2001:db8::1/64", "10.0.0.0/ 8", "10.0.0.0/008",
    ])
    func notAPrefix(_ text: String) {
        #expect(IPPrefix(text) == nil)
    }

    @Test func theWiderOfTwoAtOneAddressComesFirst() throws {
        let wide = try #require(IPPrefix("10.0.0.0/8"))
        let narrow = try #require(IPPrefix("10.0.0.0/16"))
        #expect(wide < narrow)
        #expect(!(narrow < wide))
    }
}
