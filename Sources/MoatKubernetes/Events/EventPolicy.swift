/// How many events are kept in mind and sent. The defaults of the token bucket are those of client-go
/// (tools/record/events_cache.go: `defaultSpamBurst`, `defaultSpamQPS`, `maxLruCacheEntries`).
public struct EventPolicy: Hashable, Sendable {
    /// How many events about one object may come at once.
    public var burst = 25
    /// After how long one more may come.
    public var refill: Duration = .seconds(300)
    /// How many events, and how many objects, are known at a time.
    public var memory = 4096
    /// How many events wait to be sent.
    public var capacity = 1024
    /// How often sending an event is tried.
    public var attempts = 3
    /// The first wait between attempts is at most that long.
    public var minimumDelay: Duration = .milliseconds(200)
    public var maximumDelay: Duration = .seconds(5)

    public init() {}
}
