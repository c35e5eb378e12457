/// How long the ingress controller waits.
public struct IngressTimes: Hashable, Sendable {
    /// How long changes are gathered before they are looked at together.
    public var gathering: Duration = .milliseconds(5)
    /// A change that needs a reload waits until there was none for so long, so that those of one command
    /// become one reload,
    public var quiet: Duration = .milliseconds(100)
    /// but no longer than that.
    public var patience: Duration = .milliseconds(400)
    /// After a write to the API failed; doubled with each further one.
    public var firstRetry: Duration = .milliseconds(500)
    public var longestRetry: Duration = .seconds(30)

    public init() {}
}
