public import Foundation

/// What a rule has seen since the daemon started.
public struct RuleCounters: Hashable, Sendable {
    /// Flows that the rule decided.
    public var hits: UInt64
    /// Packets and bytes of these flows, both ways; of denied flows the judged packets.
    public var packets: UInt64
    public var bytes: UInt64
    public var lastHit: Date?

    public init(hits: UInt64 = 0, packets: UInt64 = 0, bytes: UInt64 = 0, lastHit: Date? = nil) {
        self.hits = hits
        self.packets = packets
        self.bytes = bytes
        self.lastHit = lastHit
    }
}
