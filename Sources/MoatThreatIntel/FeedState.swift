public import MoatModel
import MoatPolicy

/// What is known of one feed: its last good list, what is held back, and what went wrong since.
/// A state machine without clock or input: who drives it fetches, and tells it what came.
public struct FeedState: Sendable {
    /// What a fetch came to.
    public enum Outcome: Hashable, Sendable {
        /// The list is in force.
        case taken
        /// It differs too much from the one before, which stays until someone confirms it.
        case heldBack(HeldBack)
    }

    /// A list that waits for confirmation.
    public struct HeldBack: Hashable, Sendable, Codable {
        public var entries: Int
        /// Of the list that stays in force.
        public var entriesInForce: Int

        /// `shrank from 1000 to 3 entries`
        public var description: String {
            "\(entries > entriesInForce ? "grew" : "shrank") from \(entriesInForce) to \(entries) entries"
        }
    }

    public private(set) var feed: ThreatIntelFeed
    public private(set) var reading: FeedReading?
    private var waiting: FeedReading?
    /// When the list in force was fetched or found unchanged, in seconds since 1970.
    public private(set) var fetchedAt: Double?
    /// When the feed was last asked.
    public private(set) var triedAt: Double?
    /// Why the last fetch came to nothing; nil where it did not.
    public private(set) var error: FeedError?
    public private(set) var failures: UInt64 = 0
    public private(set) var fetches: UInt64 = 0
    private var failuresInARow = 0

    public init(_ feed: ThreatIntelFeed) {
        self.feed = feed
    }

    public var heldBack: HeldBack? {
        waiting.map { HeldBack(entries: $0.list.count, entriesInForce: reading?.list.count ?? 0) }
    }

    /// Takes another version of the resource. What was read stays until the next fetch.
    public mutating func change(to feed: ThreatIntelFeed) {
        self.feed = feed
        waiting = nil
    }

    /// Takes the list that was kept over a restart.
    public mutating func restore(_ reading: FeedReading, fetchedAt: Double) {
        self.reading = reading
        self.fetchedAt = fetchedAt
    }

    /// A fetch brought a list. Held back where there is one in force and the new one has fewer
    /// than half or more than one and a half times as many entries.
    public mutating func fetched(_ new: FeedReading, at time: Double) -> Outcome {
        succeeded(at: time)
        if let old = reading?.list.count, old > 0, new.list.count * 2 < old || new.list.count * 2 > old * 3 {
            waiting = new
            return .heldBack(HeldBack(entries: new.list.count, entriesInForce: old))
        }
        waiting = nil
        reading = new
        fetchedAt = time
        return .taken
    }

    /// A fetch found that nothing has changed.
    public mutating func unchanged(at time: Double) {
        succeeded(at: time)
        if waiting == nil { fetchedAt = time }
    }

    private mutating func succeeded(at time: Double) {
        triedAt = time
        fetches += 1
        failuresInARow = 0
        error = nil
    }

    /// A fetch came to nothing; the list in force stays.
    /// - Returns: whether that is news: the fetch before succeeded, or failed otherwise
    public mutating func failed(_ error: FeedError, at time: Double) -> Bool {
        triedAt = time
        fetches += 1
        failures += 1
        failuresInARow += 1
        let isNews = error != self.error
        self.error = error
        return isNews
    }

    /// Takes the list that was held back.
    /// - Returns: whether there was one
    public mutating func confirm(at time: Double) -> Bool {
        guard let new = waiting else { return false }
        waiting = nil
        reading = new
        fetchedAt = time
        return true
    }

    /// Seconds until the next fetch: the feed's interval, or less while it fails: 15 s, then
    /// twice as long each time.
    public var delay: Double {
        guard failuresInARow > 0 else { return feed.refreshInterval.seconds }
        return min(feed.refreshInterval.seconds, 15 * Double(1 << min(failuresInARow - 1, 20)))
    }
}
