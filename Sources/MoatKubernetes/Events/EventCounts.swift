/// What became of events.
public struct EventCounts: Hashable, Sendable {
    /// New events that were made.
    public var created = 0
    /// Repetitions that were counted in an event that was there.
    public var repeated = 0
    /// Left out because their object had many.
    public var limited = 0
    /// Left out because too many were waiting.
    public var dropped = 0
    /// The API did not take them.
    public var failed = 0

    public init() {}
}
