import MoatModel
import Testing

struct IPAddressTests {
    @Test func everyAddressReadsBackAsItself() {
        var generator = ValueGenerator(seed: 1)
        for _ in 0..<20_000 {
            let address = generator.address()
            #expect(IPAddress(address.description) == address)
            #expect(IPAddress(number: address.number, family: address.family) == address)
        }
    }

    @Test func orderIsThatOfTheNumbersWithIPv4First() {
        var generator = ValueGenerator(seed: 2)
        for _ in 0..<5_000 {
            let (left, right) = (generator.address(), generator.address())
            let expected =
                left.family == right.family ? left.number < right.number : left.family == .ipv4
            #expect((left < right) == expected)
        }
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.04", "256.1.1.1", "1.2.3.256",
        "1.2.3.4 ", " 1.2.3.4", "1.2.3.-4", "+1.2.3.4", "0x1.2.3.4", "1.2.3.4/32", "１.2.3.4", "999999999999.1.1.1",
    ])
    func notAnIPv4Address(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ":", ":::", "::1::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "12345::", "g::",
        ":1",
        "1:", "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7", "::1.2.3", "::1.2.3.4:5", "1.2.3.4::", "::01.2.3.4", "fe80::1%eth0",
        "[::1]", "::1/128",
        "::ffff:1.2.3.256", "1:2:3:4:5:6:7:1.2.3.4", "0000000::1", "::-1", "::+1",
    ])
    func notAnIPv6Address(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    /// RFC 5952, sections 1 to 5, and RFC 4291, section 2.2.
    @Test(arguments: [
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("2001:0db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("2001:db8::1:0:0:1", "2001:db8::1:0:0:1"),
        ("2001:db8::0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("2001:0db8::1:0:0:1", "2001:db8::1:0:0:1"),
        ("2001:db8:0:0:1::1", "2001:db8::1:0:0:1"),
        ("2001:DB8:0:0:1::1", "2001:db8::1:0:0:1"),
        ("2001:db8:aaaa:bbbb:cccc:dddd:eeee:0001", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
        ("0:0:0:0:0:ffff:c000:0201", "::ffff:192.0.2.1"),
        ("0:0:0:0:0:0:0:0", "::"), ("0:0:0:0:0:0:0:1", "::1"), ("1:0:0:0:0:0:0:0", "1::"),
        ("FF01:0:0:0:0:0:0:101", "ff01::101"), ("::13.1.68.3", "::d01:4403"),
    ])
    func canonicalForm(_ text: String, _ canonical: String) throws {
        #expect(try #require(IPAddress(text)).description == canonical)
    }

    @Test func anIPv4MappedAddressIsNotTheIPv4Address() {
        #expect(IPAddress("::ffff:10.0.0.1") != IPAddress("10.0.0.1"))
    }
}
