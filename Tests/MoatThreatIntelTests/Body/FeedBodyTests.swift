import MoatModel
import MoatPolicy
import MoatThreatIntel
import Testing

@Suite("what is no text is refused, and says so")
struct FeedBodyTests {
    @Test func aByteOrderMarkIsNoPartOfTheText() throws {
        let reading = try FeedReader.read([0xEF, 0xBB, 0xBF] + Array("198.51.100.7\n".utf8), of: feed(.list), now: now)
        #expect(try reading.says("198.51.100.7") == "Bot Networks")
    }

    @Test func longerThanAllowed() throws {
        let text = "198.51.100.7\n"
        #expect(try read(text, feed(.list, maximumBytes: 13)).list.count == 1)
        let error = try failure(text, feed(.list, maximumBytes: 12))
        #expect(error.contains("longer than 12 bytes") && error.contains("maximumBytes"))
    }

    @Test(arguments: ThreatIntelFeed.Format.allCases, ["", " \r\n\t\n", "\u{FEFF}"])
    func empty(format: ThreatIntelFeed.Format, text: String) throws {
        #expect(try failure(text, feed(format, csv: .init(indicator: "ip"))).contains("is empty"))
    }

    @Test(
        arguments: ThreatIntelFeed.Format.allCases,
        ["<!DOCTYPE html><html>198.51.100.7</html>", " \n<html>\n198.51.100.7\n", "<?xml version='1.0'?>\n"])
    func html(format: ThreatIntelFeed.Format, text: String) throws {
        #expect(try failure(text, feed(format, csv: .init(indicator: "ip"))).contains("HTML"))
    }

    /// A page that begins with text has tags on most lines.
    @Test func htmlFurtherDown() throws {
        let text = "198.51.100.7\n<html>\n<body>\n198.51.100.8\n</body>\n</html>\n"
        let error = try failure(text, feed(.list))
        #expect(error.contains("4 of 6 lines can't be read, the first is line 2: '<html>'"), "\(error)")
    }

    @Test(
        arguments: [
            ([0x1F, 0x8B, 8, 0], "gzip"), ([0x50, 0x4B, 3, 4], "zip"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz"), ([0x42, 0x5A, 0x68, 0x39], "bzip2"),
        ] as [([UInt8], String)])
    func compressed(magic: [UInt8], name: String) throws {
        let error = try failure(magic + Array("198.51.100.7\n".utf8), feed(.list))
        #expect(error.contains("compressed (\(name))"))
    }

    @Test(
        arguments: [
            ([0xFF, 0xFE, 0x31, 0], "UTF-16"), ([0xFE, 0xFF, 0, 0x31], "UTF-16"),
            ([0xFF, 0xFE, 0, 0, 0x31, 0, 0, 0], "UTF-32"), ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x31], "UTF-32"),
            // Without a mark.
            ([0x31, 0, 0x2E, 0], "NUL"), ([0, 0x31, 0, 0x2E], "NUL"),
        ] as [([UInt8], String)])
    func otherEncodings(body: [UInt8], name: String) throws {
        #expect(try failure(body, feed(.list)).contains(name))
    }

    @Test(
        arguments: [
            [0xE9], [0x80], [0xC0, 0xAF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xFF],
        ] as [[UInt8]], [0, 1, 5, 11])
    func invalidUTF8(bytes: [UInt8], padding: Int) throws {
        let comment = Array("198.51.100.7\n198.51.100.8\n# ".utf8) + Array(repeating: UInt8(ascii: "x"), count: padding)
        #expect(try failure(comment + bytes + [0x0A], feed(.list)).contains("line 3: is not UTF-8"))
        #expect(try failure(comment + bytes, feed(.list)).contains("line 3: is not UTF-8"))
    }

    @Test(arguments: ["é", "€", "\u{D7FF}", "\u{E000}", "\u{10FFFF}", "𝄞", "\u{7F}", "\u{80}"])
    func otherCharactersInComments(text: String) throws {
        for padding in 0..<9 {
            let comment = String(repeating: "x", count: padding) + text
            #expect(try read("# \(comment)\n198.51.100.7\n", feed(.list)).list.count == 1)
        }
    }
}
