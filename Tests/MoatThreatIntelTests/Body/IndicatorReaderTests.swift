import MoatModel
import MoatPolicy
import MoatThreatIntel
import Testing

@Suite("the text of one entry")
struct IndicatorReaderTests {
    @Test(arguments: [
        ("198.51.100.7", "198.51.100.7", "198.51.100.7"), ("198.51.100.0/24", "198.51.100.0", "198.51.100.255"),
        // Bits after the prefix are dropped.
        ("198.51.100.7/24", "198.51.100.0", "198.51.100.255"), ("198.51.100.7/32", "198.51.100.7", "198.51.100.7"),
        ("198.51.100.7-198.51.101.9", "198.51.100.7", "198.51.101.9"),
        ("223.255.255.255", "223.255.255.255", "223.255.255.255"),
        ("2001:DB8::7", "2001:db8::7", "2001:db8::7"),
        ("2001:db8::7/64", "2001:db8::", "2001:db8::ffff:ffff:ffff:ffff"),
        ("2001:db8::7/128", "2001:db8::7", "2001:db8::7"),
        ("2001:db8::7-2001:db8::9", "2001:db8::7", "2001:db8::9"),
        ("64:ff9b::198.51.100.7", "64:ff9b::c633:6407", "64:ff9b::c633:6407"),
    ])
    func addresses(entry: String, first: String, last: String) throws {
        let reading = try read(entry + "\n", feed(.list))
        let lower = try #require(IPAddress(first))
        let upper = try #require(IPAddress(last))
        for (number, isListed) in [
            (lower.number, true), (upper.number, true), (lower.number - 1, false), (upper.number + 1, false),
        ] {
            let address = IPAddress(number: number, family: lower.family).description
            #expect(try (reading.says(address) != nil) == isListed, "\(address)")
        }
    }

    @Test(arguments: [
        ("evil.example", ["evil.example", "EVIL.example."], ["a.evil.example", "vil.example"]),
        ("Evil.Example.", ["evil.example"], ["example"]),
        ("*.evil.example", ["a.evil.example", "b.a.evil.example"], ["evil.example", "xevil.example"]),
        ("xn--bcher-kva.example", ["xn--bcher-kva.example"], []), ("_dmarc.evil.example", ["_dmarc.evil.example"], []),
        ("1.2.3.4.example", ["1.2.3.4.example"], []), ("abc.0xa.a1", ["abc.0xa.a1"], []),
    ])
    func names(entry: String, listed: [String], others: [String]) throws {
        let reading = try read(entry + "\n", feed(.list))
        #expect(reading.list.nameCount == 1)
        for name in listed { #expect(reading.says(name: name) != nil, "\(name)") }
        for name in others { #expect(reading.says(name: name) == nil, "\(name)") }
    }

    @Test func urls() throws {
        let reading = try read(
            "http://Evil.example/a?b#c\nHTTP://evil.example:8080\nhttps://evil.example/\nftp://evil.example/\n",
            feed(.list))
        #expect(reading.list.urlCount == 2 && reading.skipped.invisible == 1 && reading.skipped.unsupported == 1)
        #expect(try reading.says(url: "http://evil.example/a?b") == "Bot Networks")
        #expect(try reading.says(url: "http://evil.example:8080/") == "Bot Networks")
        #expect(try reading.says(url: "http://evil.example/") == nil)
        #expect(reading.says(name: "evil.example") == nil)
    }

    @Test(arguments: [
        "d41d8cd98f00b204e9800998ecf8427e", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", "someone@evil.example",
    ])
    func kindsThatAFirewallDoesNotMeet(entry: String) throws {
        let reading = try read("198.51.100.7\n\(entry)\n", feed(.list))
        #expect(reading.skipped.unsupported == 1 && reading.skipped.unreadable == 0 && reading.list.count == 1)
    }

    /// These would cut off half of the world.
    @Test(arguments: ["com", "com.", "*.com", "*.com.", "*", "localhost"])
    func tooFewLabels(entry: String) throws {
        let error = try failure("198.51.100.7\n\(entry)\n", feed(.list))
        #expect(error.contains("one label") || error.contains("every name"), "\(error)")
    }

    @Test(arguments: [
        "198.51.100", "198.51.100.256", "198.51.100.07", "198.51.100.7/33", "198.51.100.7/024", "198.51.100.7/",
        "198.51.100.7/-1", "198.51.100.9-198.51.100.7", "198.51.100.7-", "198.51.100.7-2001:db8::1", "198.51.100.7:80",
        "198.51.100.7.", ".198.51.100.7", "198.51.100.7.1", "4294967296.1.1.1", "2001:db8::1::2", "2001:db8::/129",
        "2001:db8::/0129", "2001:db8:::", "[2001:db8::1]", "fe80::1%eth0", "12345", "evil..example", ".evil.example",
        "*evil.example", "a.*.example", "*.*.example", "*.", "bücher.example", "evil example", "evil.example,", "-",
        "/",
        "evil.example/path", "http:///a", "http://a b/", "http://user@evil.example/", "evil.123",
    ])
    func unreadable(entry: String) throws {
        #expect(try failure("198.51.100.7\n\(entry)\n", feed(.list)).contains("the first is line 2: '\(entry)'"))
    }

    @Test func lengthsOfNames() throws {
        let label = String(repeating: "a", count: 63)
        let longest = "\(label).\(label).\(label).\(String(repeating: "a", count: 61))"
        #expect(longest.utf8.count == 253)
        for entry in [longest, longest + ".", "a\(label.dropFirst()).example"] {
            #expect(try read(entry + "\n", feed(.list)).list.nameCount == 1)
        }
        for entry in ["a" + longest, label + "a.example", String(repeating: "a.", count: 2000) + "example"] {
            #expect(try failure("198.51.100.7\n\(entry)\n", feed(.list)).contains("characters"))
        }
    }
}
