/// What a probe found out of late.
public struct ProbeReport: Hashable, Sendable {
    public var target: ProbeTarget
    public var state: ProbeHealth.State
    /// Seconds since 1970.
    public var since: Double
    /// Why it is down, in words.
    public var failure: String?

    public init(_ target: ProbeTarget, _ state: ProbeHealth.State, since: Double, failure: String? = nil) {
        self.target = target
        self.state = state
        self.since = since
        self.failure = failure
    }
}
