import MoatModel
import MoatPolicy
import MoatThreatIntel
import Testing

@Suite("lists of one entry a line")
struct ListReaderTests {
    @Test func commentsBlanksAndLineEnds() throws {
        let text = """
            # a list
            ; another comment
            // and another
            \t # and one after a blank

            198.51.100.1
            198.51.100.2 # text
            198.51.100.3\t; text
              198.51.100.4 // text\t
            198.51.100.5\r
            \r
            198.51.100.6 \r
            evil.example # text
            http://evil.example/#a;b//c

            """
        let reading = try read(text, feed(.list))
        #expect(reading.list.addressCount == 6 && reading.list.nameCount == 1 && reading.list.urlCount == 1)
        #expect(reading.skipped == .init())
        for host in 1...6 { #expect(try reading.says("198.51.100.\(host)") == "Bot Networks") }
        #expect(try reading.says(url: "http://evil.example/") == "Bot Networks")
    }

    @Test(arguments: ["198.51.100.7 198.51.100.8", "198.51.100.7 3", "198.51.100.7\tevil.example", "198.51.100.7 / x"])
    func moreText(line: String) throws {
        #expect(try failure(line + "\n", feed(.list)).contains("more text follows the entry"))
    }

    @Test func aMarkWithoutABlankIsNoComment() throws {
        #expect(try failure("198.51.100.7#text\n", feed(.list)).contains("line 1"))
    }

    /// A CIDR among single addresses means its whole network, not the address ending in .0.
    @Test func cidrsAmongAddressesMatchAllOfTheirAddresses() throws {
        let reading = try read("198.51.100.7\n203.0.113.0/24\n198.51.100.9\n", feed(.list))
        for address in ["203.0.113.0", "203.0.113.1", "203.0.113.128", "203.0.113.255"] {
            #expect(try reading.says(address) != nil, "\(address)")
        }
        #expect(try reading.says("203.0.114.0") == nil)
        #expect(try reading.says("198.51.100.8") == nil)
    }

    @Test func theEndOfALastLineMayBeMissing() throws {
        #expect(try read("198.51.100.7\n203.0.113.1", feed(.list)).list.count == 2)
        #expect(try read("198.51.100.7\n# end", feed(.list)).list.count == 1)
    }

    @Test(arguments: ["203.0.113", "203.0.113.1/", "evil.", "http:", "203.0.113.1 tex"])
    func aBodyThatEndsWithinALine(rest: String) throws {
        let good = (0..<250).map { "198.51.100.\($0)\n" }.joined()
        #expect(try failure(good + rest, feed(.list)).contains("line 251: the body ends in the middle of an entry"))
    }

    @Test func longLines() throws {
        let long = String(repeating: "a", count: 4097)
        #expect(try failure("198.51.100.7\n\(long)\n", feed(.list)).contains("longer than 4096 bytes"))
        #expect(try failure("198.51.100.7\n198.51.100.8 # \(long)\n", feed(.list)).contains("longer than 4096 bytes"))
        #expect(try failure(String(repeating: "1", count: 1 << 20), feed(.list)).contains("the middle of an entry"))
        #expect(try read("# \(long)\n198.51.100.7\n", feed(.list)).list.count == 1)
    }

    @Test func theSameEntryTwice() throws {
        let reading = try read("198.51.100.7\n198.51.100.7\nevil.example\nEVIL.example\n", feed(.list))
        #expect(reading.list.nameCount == 1)
        #expect(try reading.says("198.51.100.7") != nil)
    }
}
