public import MoatThreatIntel

/// A feed, for `moat threat list`.
public struct ThreatFeedRow: Hashable, Sendable, Codable {
    public var name: String
    /// URL or path; empty for a built-in feed.
    public var source: String
    public var format: String
    public var category: String
    public var entries: Int
    public var addresses: Int
    public var names: Int
    public var urls: Int
    public var skipped: FeedReading.Skipped
    /// Age of the list in force in seconds; nil where there is none.
    public var age: Double?
    /// Why the last fetch came to nothing.
    public var error: String?
    public var fetches: UInt64
    public var failures: UInt64
    /// What waits for `moat threat confirm`: `shrank from 1000 to 3 entries`.
    public var heldBack: String?
    /// Seconds until it is fetched next.
    public var nextFetch: Double?
    public var isBuiltIn: Bool

    public init(
        name: String, source: String = "", format: String = "", category: String, entries: Int = 0, addresses: Int = 0,
        names: Int = 0, urls: Int = 0, skipped: FeedReading.Skipped = FeedReading.Skipped(), age: Double? = nil,
        error: String? = nil, fetches: UInt64 = 0, failures: UInt64 = 0, heldBack: String? = nil,
        nextFetch: Double? = nil, isBuiltIn: Bool = false
    ) {
        self.name = name
        self.source = source
        self.format = format
        self.category = category
        self.entries = entries
        self.addresses = addresses
        self.names = names
        self.urls = urls
        self.skipped = skipped
        self.age = age
        self.error = error
        self.fetches = fetches
        self.failures = failures
        self.heldBack = heldBack
        self.nextFetch = nextFetch
        self.isBuiltIn = isBuiltIn
    }

    /// `ok`, `held back`, `failing` or `no list yet`.
    public var state: String {
        if error != nil { return "failing" }
        if heldBack != nil { return "held back" }
        return age == nil && !isBuiltIn ? "no list yet" : "ok"
    }
}
