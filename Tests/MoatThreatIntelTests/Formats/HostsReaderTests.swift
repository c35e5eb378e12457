import MoatModel
import MoatPolicy
import MoatThreatIntel
import Testing

@Suite("hosts files")
struct HostsReaderTests {
    @Test func namesAreTheEntries() throws {
        let text = """
            # a block list
            127.0.0.1 localhost
            127.0.0.1 localhost.localdomain local
            255.255.255.255 broadcasthost
            ::1 localhost ip6-loopback
            fe80::1%lo0 localhost
            ff02::1 ip6-allnodes
            0.0.0.0 0.0.0.0

            0.0.0.0 evil.example
            0.0.0.0 a.example b.example\tc.example # and why
            127.0.0.1\tD.example\r
            ::1 e.example
            :: f.example#comment
            """
        let reading = try read(text + "\n", feed(.hosts))
        #expect(reading.skipped == .init())
        #expect(reading.list.nameCount == 7 && reading.list.count == 7)
        for name in ["evil", "a", "b", "c", "d", "e", "f"] {
            #expect(reading.says(name: "\(name).example") == "Bot Networks", "\(name)")
        }
        #expect(reading.says(name: "localhost") == nil)
    }

    @Test(arguments: [
        ("198.51.100.7 evil.example", "the address must be"), ("10.0.0.1 evil.example", "the address must be"),
        ("evil.example", "an address and names"), ("0.0.0.0", "an address and names"),
        ("0.0.0.0 com", "one label"), ("0.0.0.0 *.evil.example", "must be names"),
        ("0.0.0.0 198.51.100.7", "must be names"), ("0.0.0.0 http://evil.example/", "must be names"),
        ("0.0.0.0 2001:db8::1", "must be names"), ("a b.example", "the address must be"),
    ])
    func unreadable(line: String, reason: String) throws {
        let error = try failure("0.0.0.0 good.example\n\(line)\n", feed(.hosts))
        #expect(error.contains("the first is line 2: '\(line)': ") && error.contains(reason), "\(error)")
    }

    @Test func aLineCountsOnceHoweverManyNamesAreWrong() throws {
        let good = (0..<99).map { "0.0.0.0 a\($0).example\n" }.joined()
        let reading = try read(good + "0.0.0.0 com net good.example\n", feed(.hosts))
        #expect(reading.skipped.unreadable == 1)
        #expect(reading.says(name: "good.example") != nil && reading.list.count == 100)
    }

    @Test func aBodyThatEndsWithinALine() throws {
        #expect(try failure("0.0.0.0 a.example\n0.0.0.0 evi", feed(.hosts)).contains("line 2: the body ends in"))
        #expect(try failure("0.0.0.0 a.example\n0.0.0", feed(.hosts)).contains("line 2: the body ends in"))
    }
}
