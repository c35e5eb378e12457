import MoatModel
import MoatThreatIntel

/// Gets the body of a feed.
protocol FeedFetching: Sendable {
    /// - Parameters:
    ///   - feed: The feed.
    ///   - known: What the server said of the body that is known already.
    /// - Throws: `FeedError`
    func fetch(_ feed: ThreatIntelFeed, known: FeedValidators?) async throws -> FetchedFeed
}

/// What a server says of a body, to ask whether it has changed (RFC 9110, section 8.8).
struct FeedValidators: Hashable, Sendable, Codable {
    var entityTag: String?
    var lastModified: String?
}

enum FetchedFeed: Sendable {
    case unchanged
    case body([UInt8], FeedValidators)
}
