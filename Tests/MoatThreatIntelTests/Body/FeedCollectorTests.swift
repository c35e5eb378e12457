import MoatModel
import MoatPolicy
import MoatThreatIntel
import Testing

@Suite("what a feed may contain")
struct FeedCollectorTests {
    @Test(arguments: [
        "0.0.0.0/0", "::/0", "198.0.0.0/7", "1.2.3.4/0", "128.0.0.0/1", "2000::/3", "2001::/15", "1.0.0.0-2.0.0.0",
        "2001::-2002::",
    ])
    func tooWideIsAlwaysRefused(entry: String) throws {
        for unroutable in ThreatIntelFeed.UnroutableAddresses.allCases {
            let error = try failure("198.51.100.7\n\n\(entry)\n", feed(.list, unroutable: unroutable))
            #expect(error.contains("line 3: \(entry) is wider than a /"), "\(error)")
        }
    }

    @Test(arguments: ["9.0.0.0/8", "9.0.0.0-9.255.255.255", "2a00::/16"])
    func asWideAsMayBe(entry: String) throws {
        #expect(try read(entry + "\n", feed(.list)).list.addressCount == 1)
    }

    @Test(arguments: [
        "0.0.0.1", "10.0.0.0/8", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.31.255.255",
        "192.0.0.1", "192.168.0.0/16", "224.0.0.1", "240.0.0.1", "255.255.255.255", "9.255.255.0-10.0.0.0", "::", "::1",
        "::ffff:198.51.100.7", "fe80::1", "fd00::/64", "ff02::1", "100::1", "4000::1",
        "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff-4000::",
    ])
    func unroutable(entry: String) throws {
        let error = try failure("198.51.100.7\n\(entry)\n", feed(.list))
        #expect(error.contains("line 2: \(entry) is no internet host's address"), "\(error)")
        #expect(error.contains("unroutableAddresses: Skip"))
        let reading = try read("198.51.100.7\n\(entry)\n", feed(.list, unroutable: .skip))
        #expect(reading.skipped.unroutable == 1 && reading.list.count == 1)
    }

    /// Laboratories use the networks for documentation and benchmarks as their internet.
    @Test(arguments: [
        "198.51.100.0/24", "203.0.113.7", "192.0.2.0/24", "198.18.0.0/15", "2001:db8::/32", "172.32.0.0", "100.128.0.0",
        "11.0.0.0", "9.255.255.255", "223.255.255.255", "192.0.1.0", "64:ff9b::198.51.100.7", "2000::",
    ])
    func routable(entry: String) throws {
        #expect(try read(entry + "\n", feed(.list)).list.addressCount == 1)
    }

    @Test func oneInAHundredUnreadableIsTaken() throws {
        let good = (0..<99).map { "198.51.100.\($0)\n" }.joined()
        let reading = try read(good + "what is this\n", feed(.list))
        #expect(reading.list.count == 99 && reading.skipped.unreadable == 1)
        // Comments and blank lines are no lines with entries.
        let comments = String(repeating: "# nothing\n\n", count: 200)
        #expect(try read(comments + "what is this\n" + good, feed(.list)).list.count == 99)
        let fewer = (0..<98).map { "198.51.100.\($0)\n" }.joined()
        let error = try failure(comments + fewer + "what is this\n", feed(.list))
        #expect(error.contains("1 of 99 lines can't be read, the first is line 499: 'what is this': more text"))
    }

    @Test func theFirstUnreadableLineIsShownWithoutHarm() throws {
        let error = try failure("evil\u{1B}[2J\u{202E}\t" + String(repeating: "é", count: 100) + "\n", feed(.list))
        #expect(error.contains("line 1: 'evil\\u{1b}[2J\\u{202e}\\u{9}" + String(repeating: "é", count: 50) + "…'"))
    }

    @Test func nothingIsLeft() throws {
        #expect(try failure("# only a comment\n", feed(.list)).contains("has no entry;"))
        let error = try failure("10.0.0.1\nhttps://evil.example/\n", feed(.list, unroutable: .skip))
        #expect(error.contains("no entry that could be used (1 no internet host's addresses, 1 https URLs)"))
    }

    @Test func hostileBodiesDoNoHarm() throws {
        // Deterministic noise over the bytes that the formats use.
        let alphabet = Array("0123456789abcdef.:/-*#;,\"'[]{}= \t\r\n\\|<>".utf8)
        var state: UInt64 = 5
        for round in 0..<2000 {
            var body: [UInt8] = []
            for _ in 0..<200 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                body.append(alphabet[Int(state >> 33) % alphabet.count])
            }
            let format = ThreatIntelFeed.Format.allCases[round % 4]
            let reading = try? FeedReader.read(body, of: feed(format, csv: .init(indicator: "0")), now: now)
            #expect(reading.map { $0.list.count > 0 } != false)
        }
    }
}
