import MoatModel
import MoatPolicy

/// Gathers the entries of a feed and what is left out of it, and judges the whole.
struct FeedCollector {
    let feed: ThreatIntelFeed
    let now: UInt32
    /// What an entry's place counts: `line`, `object`.
    private let unit: String
    private var list: ThreatList
    private var indicators = IndicatorReader()
    var skipped = FeedReading.Skipped()
    /// Lines, rows or indicators that should be entries.
    private var units = 0
    private var firstUnreadable: String?

    init(_ feed: ThreatIntelFeed, now: UInt32) {
        self.feed = feed
        self.now = now
        unit = feed.format == .stix ? "object" : "line"
        list = ThreatList(feed: feed.name, category: feed.category)
    }

    /// Counts a line, row or indicator; blank lines and comments are none.
    mutating func countUnit() {
        units += 1
    }

    /// Adds what the text of an entry means.
    ///
    /// Throws where the whole feed has to be refused because of it.
    /// - Returns: why it can't be read; nil where it can
    mutating func add(
        _ text: UnsafeBufferPointer<UInt8>, at number: Int, description: String? = nil, expires: UInt32? = nil
    ) throws(FeedError) -> String? {
        let indicator = indicators.read(text)
        switch indicator {
        case .ipv4(let lower, let upper):
            guard !InternetAddresses.isTooWide(ipv4: lower, through: upper) else { throw tooWide(text, number, 8) }
            guard holds(expires),
                try isRoutable(InternetAddresses.contains(ipv4: lower, through: upper), text, number)
            else { return nil }
            list.add(ipv4: lower, through: upper, description: description, expires: expires)
        case .ipv6(let lower, let upper):
            guard !InternetAddresses.isTooWide(ipv6: lower, through: upper) else { throw tooWide(text, number, 16) }
            guard holds(expires),
                try isRoutable(InternetAddresses.contains(ipv6: lower, through: upper), text, number)
            else { return nil }
            list.add(ipv6: lower, through: upper, description: description, expires: expires)
        case .name(let isWildcard):
            guard holds(expires) else { return nil }
            indicators.name.withUnsafeBufferPointer {
                list.add(name: $0, isWildcard: isWildcard, description: description, expires: expires)
            }
        case .url(let url):
            guard holds(expires) else { return nil }
            list.add(url, description: description, expires: expires)
        case .invisible: skipped.invisible += 1
        case .unsupported: skipped.unsupported += 1
        case .unreadable(let reason): return reason
        }
        return nil
    }

    /// Counts a line, row or indicator that can't be read.
    mutating func countUnreadable(_ text: UnsafeBufferPointer<UInt8>, at number: Int, _ reason: String) {
        skipped.unreadable += 1
        if firstUnreadable == nil { firstUnreadable = "\(unit) \(number): '\(text.excerpt)': \(reason)" }
    }

    private mutating func holds(_ expires: UInt32?) -> Bool {
        guard let expires, expires <= now else { return true }
        skipped.expired += 1
        return false
    }

    private mutating func isRoutable(
        _ isRoutable: Bool, _ text: UnsafeBufferPointer<UInt8>, _ number: Int
    ) throws(FeedError) -> Bool {
        if isRoutable { return true }
        guard feed.unroutableAddresses == .skip else {
            throw FeedError(
                "\(unit) \(number): \(text.excerpt) is no internet host's address; "
                    + "write unroutableAddresses: Skip to leave such entries out")
        }
        skipped.unroutable += 1
        return false
    }

    private func tooWide(_ text: UnsafeBufferPointer<UInt8>, _ number: Int, _ length: Int) -> FeedError {
        FeedError(
            "\(unit) \(number): \(text.excerpt) is wider than a /\(length) and would cut off much of the internet; "
                + "have the feed corrected or name another")
    }

    /// That the last entry of a body is cut off.
    func cut(at number: Int) -> FeedError {
        FeedError(
            "\(unit) \(number): the body ends in the middle of an entry, so part of it is missing; "
                + "it is fetched again at the next refresh")
    }

    /// What was read. Throws where too much of it could not be, or nothing is left of it.
    consuming func finish() throws(FeedError) -> FeedReading {
        if let firstUnreadable, skipped.unreadable * 100 > units {
            throw FeedError(
                "\(skipped.unreadable) of \(units) \(unit)s can't be read, the first is \(firstUnreadable); "
                    + "check the feed's URL and its format, \(feed.format.rawValue)")
        }
        guard list.count > 0 else {
            let counts = [
                (skipped.unroutable, "no internet host's addresses"), (skipped.invisible, "https URLs"),
                (skipped.expired, "expired"), (skipped.unsupported, "of kinds that are not supported"),
                (skipped.unreadable, "unreadable"),
            ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
            throw FeedError(
                "has no entry" + (counts.isEmpty ? "" : " that could be used (\(counts.joined(separator: ", ")))")
                    + "; check the feed's URL and its format, \(feed.format.rawValue)")
        }
        return FeedReading(list: list, skipped: skipped)
    }
}
