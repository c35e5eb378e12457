import MoatModel
import MoatThreatIntel

/// Gets the body of a feed.
protocol FeedFetching: Sendable {
    /// The body as it is now, or that it is as before: `known` is what the server said of the one
    /// that is known already.
    ///
    /// - Throws: `FeedError`
    func fetch(_ feed: ThreatIntelFeed, known: FeedValidators?) async throws -> FetchedFeed
}
