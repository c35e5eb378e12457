/// The kinds of failure that the daemon's API tells apart; their names are part of the API.
public enum APIErrorCode: String, Hashable, Sendable, Codable, CaseIterable {
    /// The request is not one that the API knows.
    case badRequest
    /// The resources have errors; `issues` says which.
    case invalid
    /// There is no such thing.
    case notFound
    /// The state does not allow it now: a confirmation is waited for, or something refers to
    /// the resource.
    case conflict
    /// The body is larger than the daemon reads.
    case tooLarge
    /// The kernel refused; what was in force stays in force.
    case dataPlane
    /// The state cannot be read or written; what was in force stays in force.
    case state
    /// The daemon has nothing to answer with: a part of it is switched off.
    case unavailable
    /// A fault of the daemon.
    case `internal`
}
