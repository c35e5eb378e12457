/// What a fetch brought.
enum FetchedFeed: Sendable {
    case unchanged
    case body([UInt8], FeedValidators)
}
