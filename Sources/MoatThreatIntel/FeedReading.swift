public import MoatPolicy

/// What was read from a feed: its entries, and what was left out of them.
public struct FeedReading: Sendable {
    public var list: ThreatList
    public var skipped: Skipped

    public init(list: ThreatList, skipped: Skipped = Skipped()) {
        self.list = list
        self.skipped = skipped
    }

    /// Entries that do not become part of the list, by cause.
    public struct Skipped: Hashable, Sendable, Codable {
        /// Addresses that are no internet host's (`unroutableAddresses: Skip`).
        public var unroutable = 0
        /// https URLs: their path is not seen.
        public var invisible = 0
        /// Entries whose end has passed.
        public var expired = 0
        /// Indicators of kinds that a firewall does not meet: file hashes, mail addresses, and
        /// patterns beyond one comparison.
        public var unsupported = 0
        /// Lines that are nothing that was known. A feed with more than one in a hundred of them
        /// is refused.
        public var unreadable = 0

        public init() {}
    }
}
