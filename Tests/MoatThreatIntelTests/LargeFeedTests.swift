import MoatModel
import MoatPolicy
import Testing

@testable import MoatThreatIntel

@Suite struct LargeFeedTests {
    /// 120,000 entries were too many for a controller that others rely on.
    @Test func halfAMillionEntriesLoad() throws {
        var text: [UInt8] = []
        for number in 0..<500_000 {
            // Every other address from 20.0.0.0 on.
            text += Array("\(IPv4Address(rawValue: 0x1400_0000 + UInt32(number) * 2))\n".utf8)
        }
        let feed = ThreatIntelFeed(name: "large", source: .file("/large"), format: .list, category: "Bots")
        let reading = try text.withUnsafeBytes { try FeedReader.read($0, of: feed, now: 0) }
        #expect(reading.list.count == 500_000)
        let index = ThreatIndex([reading.list], at: 0)
        for number in stride(from: UInt32(0), to: 500_000, by: 4999) {
            #expect(index.info(of: .v4(IPv4Address(rawValue: 0x1400_0000 + number * 2))) != nil)
            #expect(index.info(of: .v4(IPv4Address(rawValue: 0x1400_0001 + number * 2))) == nil)
        }
    }
}
