import MoatModel
import MoatPolicy
import MoatThreatIntel
import Testing

/// 2026-03-04T05:06:07Z
let now: UInt32 = 1_772_600_767

func feed(
    _ format: ThreatIntelFeed.Format, csv: ThreatIntelFeed.CSVColumns? = nil, maximumBytes: Int = 1 << 20,
    unroutable: ThreatIntelFeed.UnroutableAddresses = .refuse
) -> ThreatIntelFeed {
    ThreatIntelFeed(
        name: "test", source: .file("/feed"), format: format, csv: csv, category: "Bot Networks",
        maximumBytes: maximumBytes, unroutableAddresses: unroutable)
}

func read(_ text: String, _ feed: ThreatIntelFeed, now: UInt32 = now) throws(FeedError) -> FeedReading {
    try FeedReader.read(Array(text.utf8), of: feed, now: now)
}

/// What is wrong with a body.
func failure(
    _ body: [UInt8], _ feed: ThreatIntelFeed, sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
    try #require(throws: FeedError.self, sourceLocation: sourceLocation) {
        _ = try FeedReader.read(body, of: feed, now: now)
    }.description
}

func failure(
    _ text: String, _ feed: ThreatIntelFeed, sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
    try failure(Array(text.utf8), feed, sourceLocation: sourceLocation)
}

extension FeedReading {
    /// What the list says of an address; nil where nothing.
    func says(_ address: String, at time: UInt32 = now) throws -> String? {
        try lists(at: time).info(of: #require(IPAddress(address)))?.description
    }

    /// What the list says of a name; nil where nothing.
    func says(name: String, at time: UInt32 = now) -> String? {
        lists(at: time).info(ofName: name)?.description
    }

    /// What the list says of a URL; nil where nothing.
    func says(url: String, at time: UInt32 = now) throws -> String? {
        try lists(at: time).info(of: #require(ThreatURL(url)))?.description
    }

    private func lists(at time: UInt32) -> ThreatLists {
        ThreatLists(fetched: ThreatIndex([list], at: time))
    }
}
