/// Whether an endpoint can take traffic. Absent means unknown, which the API tells to treat as the computed
/// values here do.
public struct EndpointConditions: ZeroValue, Sendable {
    public var ready: Bool?
    public var serving: Bool?
    public var terminating: Bool?

    public init() {}

    public init(ready: Bool? = nil, serving: Bool? = nil, terminating: Bool? = nil) {
        self.ready = ready
        self.serving = serving
        self.terminating = terminating
    }
}

extension EndpointConditions {
    /// Whether new traffic may be sent. Unknown counts as ready, says the API.
    public var isReady: Bool { ready ?? true }
    /// As `isReady`, whether or not the endpoint is terminating. Unknown is what `ready` says.
    public var isServing: Bool { serving ?? isReady }
    public var isTerminating: Bool { terminating ?? false }
}
