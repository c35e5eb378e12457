import MoatModel
import MoatPolicy
import MoatThreatIntel
import Testing

@Suite("comma-separated values")
struct CSVReaderTests {
    private let columns = feed(.csv, csv: .init(indicator: "ip", description: "what", validUntil: "until"))

    @Test func columnsInAnyOrder() throws {
        let text = """
            id,until,what,ip
            1,2026-03-04T05:06:08Z,Scanner,198.51.100.1
            2,,Scanner,203.0.113.0/24
            3,1772600768,,evil.example

            4,2026-03-04 05:06:07,Scanner,198.51.100.4
            5,,,http://evil.example/a

            """
        let reading = try read(text, columns)
        #expect(reading.skipped.expired == 1 && reading.skipped.unreadable == 0 && reading.list.count == 4)
        #expect(try reading.says("198.51.100.1") == "Scanner")
        #expect(try reading.says("203.0.113.200") == "Scanner")
        #expect(reading.says(name: "evil.example") == "Bot Networks")
        #expect(try reading.says("198.51.100.4") == nil)
        #expect(try reading.says(url: "http://evil.example/a") == "Bot Networks")
    }

    @Test func everyEntryEndsAtItsOwnTime() throws {
        let text = "ip,what,until\n198.51.100.1,,1772600768\n198.51.100.2,,1772600769\nevil.example,,1772600770\n"
        let reading = try read(text, columns)
        #expect(try reading.says("198.51.100.1", at: now + 1) == nil)
        #expect(try reading.says("198.51.100.2", at: now + 1) != nil)
        #expect(try reading.says("198.51.100.2", at: now + 2) == nil)
        #expect(reading.says(name: "evil.example", at: now + 2) != nil)
        #expect(reading.says(name: "evil.example", at: now + 3) == nil)
    }

    /// Beyond what an entry can say is never, not at once.
    @Test func anEndInTheFarFuture() throws {
        let reading = try read("ip,what,until\n198.51.100.1,,9999-12-31T23:59:59Z\n", columns)
        #expect(try reading.says("198.51.100.1", at: .max) != nil)
    }

    @Test func quotes() throws {
        let text = """
            "ip", "what" ,"until"\r
            "198.51.100.1","a ""b"", c",""\r
            198.51.100.2,"two
            lines",\r
            198.51.100.3,say "x",\r
             198.51.100.4 , d ,

            """
        let reading = try read(text, columns)
        #expect(reading.skipped == .init())
        #expect(try reading.says("198.51.100.1") == "a \"b\", c")
        #expect(try reading.says("198.51.100.2") == "two\nlines")
        #expect(try reading.says("198.51.100.3") == "say \"x\"")
        #expect(try reading.says("198.51.100.4") == "d")
    }

    @Test(arguments: ThreatIntelFeed.CSVColumns.Separator.allCases)
    func separators(separator: ThreatIntelFeed.CSVColumns.Separator) throws {
        let mark = String(decoding: [separator.byte], as: UTF8.self)
        let text = "what\(mark)ip\nx\(mark)198.51.100.1\n\(mark)198.51.100.2\n\"a\(mark)b\"\(mark)198.51.100.3\n"
        let columns = feed(.csv, csv: .init(separator: separator, indicator: "ip", description: "what"))
        let reading = try read(text, columns)
        #expect(try reading.says("198.51.100.1") == "x")
        #expect(try reading.says("198.51.100.2") == "Bot Networks")
        #expect(try reading.says("198.51.100.3") == "a\(mark)b")
    }

    /// As abuse.ch writes its lists.
    @Test(arguments: ["# ip,what,until", "#ip,what,until", "# \"ip\", \"what\", \"until\"\r"])
    func namesInAComment(line: String) throws {
        let text = """
            ################
            # A list, "of something
            #
            \(line)
            "198.51.100.1", "Scanner", ""
            # 1 entry,

            """
        let reading = try read(text, columns)
        #expect(try reading.says("198.51.100.1") == "Scanner")
        #expect(reading.list.count == 1 && reading.skipped == .init())
    }

    @Test func commentsBeforeTheNames() throws {
        let reading = try read("# a, b, c\n\nip,what,until\n198.51.100.1,,\n", columns)
        #expect(reading.list.count == 1)
    }

    @Test func aMissingColumnNamesThoseThatExist() throws {
        let error = try failure("# a\nid;ip,dst \"x\"\n198.51.100.1,2\n", columns)
        #expect(error.contains("no column 'ip' (csv.indicator); its columns are 'id;ip', 'dst \"x\"'"), "\(error)")
        #expect(try failure("ip,until\n198.51.100.1,\n", columns).contains("no column 'what' (csv.description)"))
        #expect(try failure("ip,what\n198.51.100.1,\n", columns).contains("no column 'until' (csv.validUntil)"))
        // The names stand in a comment, not in the first entry.
        let commented = try failure("# first_seen,dst_ip\n2026,198.51.100.1\n", columns)
        #expect(commented.contains("its columns are 'first_seen', 'dst_ip'"), "\(commented)")
    }

    @Test(arguments: [
        ("198.51.100.7,x", "2 columns where the first line names 3"),
        ("198.51.100.7,x,,", "4 columns"), ("198.51.100.7,x,tomorrow", "its end is no time"),
        (",x,", "there is no indicator"), ("\"198.51.100.7\"x,x,", "text follows a closing quote"),
        ("198.51.100.7:80,x,", "neither"), ("com,x,", "one label"),
    ])
    func unreadable(row: String, reason: String) throws {
        let error = try failure("ip,what,until\n198.51.100.1,,\n\(row)\n198.51.100.2,,\n", columns)
        #expect(error.contains("1 of 3 lines can't be read, the first is line 3: '\(row)'"), "\(error)")
        #expect(error.contains(reason), "\(error)")
    }

    /// One quote too many does not swallow the rest of the list.
    @Test func aQuoteThatIsNotClosed() throws {
        let rows = (0..<250).map { "198.51.100.\($0),\"text of some length\",\n" }.joined()
        let reading = try read("ip,what,until\n" + rows + "203.0.113.1,\"x,\n" + rows, columns)
        #expect(reading.list.count >= 500 && reading.skipped.unreadable == 1)
        let plain = (0..<250).map { "198.51.100.\($0),text of some length,\n" }.joined()
        let other = try read("ip,what,until\n203.0.113.1,\"x,\n" + plain, columns)
        #expect(other.list.count == 250 && other.skipped.unreadable == 1)
    }

    @Test func aBodyThatEndsWithinARow() throws {
        let text = "ip,what,until\n198.51.100.1,,\n"
        #expect(try failure(text + "198.51.100.2,x", columns).contains("line 3: the body ends in the middle"))
        #expect(try failure(text + "198.51.100.2,\"x\n\n", columns).contains("line 3: the body ends in the middle"))
        #expect(try failure("ip,what,\"unt", columns).contains("quotes"))
        #expect(try read(text + "198.51.100.2,x,", columns).list.count == 2)
    }

    @Test func namesWithoutEntries() throws {
        #expect(try failure("ip,what,until\n", columns).contains("has no entry"))
        #expect(try failure("# only comments\n", columns).contains("has no entry"))
    }
}
