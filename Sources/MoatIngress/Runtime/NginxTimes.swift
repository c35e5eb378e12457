/// How long an nginx is waited for.
public struct NginxTimes: Hashable, Sendable {
    /// Until a configuration answers that was just put in force.
    public var answer: Duration = .seconds(60)
    /// Between looks whether it does.
    public var look: Duration = .milliseconds(10)
    /// After a failure; doubled with each further one.
    public var firstRetry: Duration = .milliseconds(200)
    public var longestRetry: Duration = .seconds(10)
    /// The least time between the begins of two reloads, since workers of the earlier ones still end.
    public var betweenReloads: Duration = .milliseconds(500)
    /// How long clients are told that their connections end, before those without a request are closed.
    public var retire: Duration = .milliseconds(200)
    /// How long requests may take to end when nginx is told to stop.
    public var drain: Duration = .seconds(25)

    public init() {}
}
