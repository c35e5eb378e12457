/// Whether something is listed, and what the firewall makes of it.
public struct ThreatTestReport: Hashable, Sendable, Codable {
    /// What was asked for.
    public var indicator: String
    /// Every feed that lists it, with what it says.
    public var listedBy: [Listing]
    /// `Deny`, `Alert`, or nil where nothing happens to it.
    public var action: String?
    /// Why nothing happens to what is listed.
    public var note: String?

    public struct Listing: Hashable, Sendable, Codable {
        public var feed: String
        public var description: String

        public init(feed: String, description: String) {
            self.feed = feed
            self.description = description
        }
    }

    public init(indicator: String, listedBy: [Listing], action: String? = nil, note: String? = nil) {
        self.indicator = indicator
        self.listedBy = listedBy
        self.action = action
        self.note = note
    }
}
