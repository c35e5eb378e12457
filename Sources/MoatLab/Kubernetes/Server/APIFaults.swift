/// What a lab's Kubernetes API does wrong on purpose, so that controllers can be tested against
/// an API that does.
public struct APIFaults: Hashable, Sendable {
    /// Every answer waits that long.
    public var delay: Duration = .zero
    /// Every watch is cut after that time, in the middle of the stream; nil for never.
    public var watchLifetime: Duration?
    /// Every watch and every list that names a version is answered with 410 Expired, so that
    /// clients start over.
    public var expiresVersions = false
    /// Connections are closed as soon as they come, and those that there are at once.
    public var refusesConnections = false
    /// Every request is answered with that status, such as 500 or 503; nil for what is true.
    public var status: Int?

    public init() {}
}
