public import MoatModel

/// Reads what a feed sent. Pure: it opens nothing and keeps nothing.
public enum FeedReader {
    /// Reads a body in the feed's format.
    ///
    /// Throws where the body is not what the feed says it is; then nothing of it is used. A body
    /// without a line end after its last line is taken where that line can be read: that all of
    /// it came is for the caller to verify, by the length that the server or the file states.
    ///
    /// `body` is without any transfer or content coding. `now` is in seconds since 1970; entries
    /// that end at or before it are left out and counted.
    public static func read(
        _ body: UnsafeRawBufferPointer, of feed: ThreatIntelFeed, now: UInt32
    ) throws(FeedError) -> FeedReading {
        let bytes = try FeedBody.text(body.assumingMemoryBound(to: UInt8.self), maximumBytes: feed.maximumBytes)
        var collector = FeedCollector(feed, now: now)
        switch feed.format {
        case .list: try ListReader.read(bytes, into: &collector)
        case .hosts: try HostsReader.read(bytes, into: &collector)
        case .csv:
            guard let columns = feed.csv else {
                throw FeedError("no column is named: write csv.indicator, the name of the column with the indicator")
            }
            try CSVReader.read(bytes, columns, into: &collector)
        case .stix: try STIXReader.read(bytes, into: &collector)
        }
        return try collector.finish()
    }

    /// Reads a body in the feed's format, as `read` of a buffer does.
    public static func read(
        _ body: [UInt8], of feed: ThreatIntelFeed, now: UInt32
    ) throws(FeedError) -> FeedReading {
        try body.withUnsafeBytes { bytes in
            Result { () throws(FeedError) in try read(bytes, of: feed, now: now) }
        }.get()
    }
}
