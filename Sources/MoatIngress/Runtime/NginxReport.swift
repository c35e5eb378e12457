/// How it goes with an nginx.
public struct NginxReport: Hashable, Sendable, Codable {
    public var isRunning = false
    /// The master.
    public var pid: Int32?
    /// The configuration that is in force; 0 before the first.
    public var generation: UInt64 = 0
    /// How often nginx was started.
    public var starts: UInt64 = 0
    /// How often nginx ended without being told.
    public var deaths: UInt64 = 0
    public var reloads: UInt64 = 0
    /// How long the last reload took until the new configuration answered, in seconds.
    public var lastReloadSeconds: Double?
    public var tablePosts: UInt64 = 0
    /// Configurations that nginx refused; what was in force stayed.
    public var refused: UInt64 = 0
    /// Times that something else could not be done; it is tried again.
    public var failures: UInt64 = 0
    /// What is wrong now; nil where what is wished is in force.
    public var lastError: String?

    public init() {}
}
