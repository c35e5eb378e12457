public import MoatModel

/// All that is known to be hostile now: immutable, shared by every thread that judges.
public final class ThreatLists: Sendable {
    /// One feed, for those who explain.
    public struct Feed: Hashable, Sendable {
        public var name: String
        public var entries: Int
        /// When its list was fetched, in seconds since 1970.
        public var fetchedAt: Double

        public init(name: String, entries: Int, fetchedAt: Double) {
            self.name = name
            self.entries = entries
            self.fetchedAt = fetchedAt
        }
    }

    public let feeds: [Feed]
    let fetched: ThreatIndex
    /// The sources that this firewall itself found scanning or trying passwords.
    let observed: ThreatIndex

    public static let none = ThreatLists()

    public init(feeds: [Feed] = [], fetched: ThreatIndex = .empty, observed: ThreatIndex = .empty) {
        self.feeds = feeds
        self.fetched = fetched
        self.observed = observed
    }

    /// What is said of an address, whatever the policy makes of it.
    public func info(of address: IPAddress) -> ThreatInfo? {
        observed.info(of: address) ?? fetched.info(of: address)
    }

    /// What is said of a name, in any case and with or without its trailing dot.
    public func info(ofName name: String) -> ThreatInfo? {
        HostName.withNormalized(name) { name in name.flatMap { fetched.info(ofName: $0) } }
    }

    /// What is said of an http URL.
    public func info(of url: ThreatURL) -> ThreatInfo? {
        fetched.info(of: url)
    }
}
