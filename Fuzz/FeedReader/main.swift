import MoatModel
import MoatPolicy

/// The first byte chooses the format, the columns and what is done with unroutable addresses.
/// Whatever is taken must have an entry, and be the same when it is read again at another time
/// without what has expired; what is refused must say so in few words.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFeedReader(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: data, count: size)
    guard let first = bytes.first else { return 0 }
    let body = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
    let feed = ThreatIntelFeed(
        name: "fuzz", source: .file("/feed"), format: ThreatIntelFeed.Format.allCases[Int(first & 3)],
        csv: ThreatIntelFeed.CSVColumns(
            separator: ThreatIntelFeed.CSVColumns.Separator.allCases[Int(first >> 2 & 3)], indicator: "ip",
            description: first & 16 == 0 ? nil : "what", validUntil: first & 32 == 0 ? nil : "until"),
        category: "Fuzz", unroutableAddresses: first & 64 == 0 ? .refuse : .skip)
    do throws(FeedError) {
        let reading = try FeedReader.read(body, of: feed, now: 1_772_600_767)
        precondition(reading.list.count > 0, "a list without entries is taken")
        precondition(reading.list.nextExpiry(after: 0).map { $0 > 1_772_600_767 } ?? true, "an expired entry is taken")
        let skipped = reading.skipped
        precondition(
            min(skipped.unroutable, skipped.invisible, skipped.expired, skipped.unsupported, skipped.unreadable) >= 0)
    } catch {
        precondition(!error.description.isEmpty && error.description.utf8.count < 60_000, "it is refused at length")
        precondition(error.description.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a terminal would obey")
    }
    return 0
}
