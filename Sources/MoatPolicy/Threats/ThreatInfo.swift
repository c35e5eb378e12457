/// What a feed says of some of its entries; shared by all of which it says the same.
public final class ThreatInfo: Sendable {
    /// The feed's name.
    public let feed: String
    /// `ThreatDescription` of the log table.
    public let description: String

    public init(feed: String, description: String) {
        self.feed = feed
        self.description = description
    }
}

extension ThreatInfo: Hashable {
    public static func == (left: ThreatInfo, right: ThreatInfo) -> Bool {
        left === right || left.feed == right.feed && left.description == right.description
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(feed)
        hasher.combine(description)
    }
}
