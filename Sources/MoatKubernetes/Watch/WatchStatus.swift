public import FoundationEssentials

/// How it goes with following a kind of object.
public struct WatchStatus: Hashable, Sendable {
    /// Whether all objects have been told once.
    public var isSynced = false
    /// Lists that were read in full.
    public var lists = 0
    /// Watches that were begun.
    public var watches = 0
    /// Changes that watches told.
    public var changes = 0
    /// Lists and watches that failed.
    public var failures = 0
    /// Failures since the last success.
    public var failuresInARow = 0
    /// When the API last answered as it should: with a list, an event, a bookmark or the end of a watch.
    public var lastSuccess: Date?
    /// What the last failure was; nil since a success.
    public var lastError: String?

    public init() {}
}
