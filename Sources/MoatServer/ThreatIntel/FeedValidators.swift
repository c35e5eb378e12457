/// What a server says of a body, to ask whether it has changed (RFC 9110, section 8.8).
struct FeedValidators: Hashable, Sendable, Codable {
    var entityTag: String?
    var lastModified: String?
}
