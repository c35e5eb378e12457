import Foundation
import MoatModel
import MoatPolicy
import MoatThreatIntel
import Testing

@Suite("feeds")
struct FeedReaderTests {
    @Test func csvNeedsColumns() throws {
        #expect(try failure("ip\n198.51.100.7\n", feed(.csv)).contains("csv.indicator"))
    }

    /// What the fuzzer found, and the inputs that it began with: the first byte chooses the
    /// format.
    @Test func replaysTheCorpus() throws {
        let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Corpus/FeedReader")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count >= 8)
        var entries = 0
        for file in files {
            let bytes = Array(try Data(contentsOf: file))
            guard let first = bytes.first else { continue }
            let format = ThreatIntelFeed.Format.allCases[Int(first & 3)]
            let separator = ThreatIntelFeed.CSVColumns.Separator.allCases[Int(first >> 2 & 3)]
            let columns = ThreatIntelFeed.CSVColumns(
                separator: separator, indicator: "ip", description: first & 16 == 0 ? nil : "what",
                validUntil: first & 32 == 0 ? nil : "until")
            let feed = feed(format, csv: columns, unroutable: first & 64 == 0 ? .refuse : .skip)
            if let reading = try? FeedReader.read(Array(bytes.dropFirst()), of: feed, now: now) {
                #expect(reading.list.count > 0)
                entries += reading.list.count
            }
        }
        #expect(entries >= 20)
    }
}
