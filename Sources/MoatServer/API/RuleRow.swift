public import Foundation

/// A rule with what it has seen, at its place in the order of judgement.
public struct RuleRow: Hashable, Sendable, Codable {
    /// 1 is judged first of the rules. Nil for what is no rule: threat intelligence before them
    /// and the default after them.
    public var position: Int?
    /// `threatIntel`, `dnat`, `network`, `application` or `default`.
    public var tier: String
    public var policy: String
    public var group: String
    public var collection: String
    public var rule: String
    /// The number that flows and log records of the rule carry.
    public var number: UInt32
    /// What it matches: `10.0.0.0/16 -> *:123/udp`.
    public var match: String
    /// `allow`, `deny`, or where a DNAT rule sends the flow.
    public var verdict: String
    /// Flows that it decided since the daemon started.
    public var hits: UInt64
    public var packets: UInt64
    public var bytes: UInt64
    public var lastHit: Date?

    public init(
        position: Int?, tier: String, policy: String = "", group: String = "", collection: String = "",
        rule: String = "", number: UInt32, match: String, verdict: String, hits: UInt64 = 0, packets: UInt64 = 0,
        bytes: UInt64 = 0, lastHit: Date? = nil
    ) {
        self.position = position
        self.tier = tier
        self.policy = policy
        self.group = group
        self.collection = collection
        self.rule = rule
        self.number = number
        self.match = match
        self.verdict = verdict
        self.hits = hits
        self.packets = packets
        self.bytes = bytes
        self.lastHit = lastHit
    }

    /// `group/collection/rule`
    public var path: String {
        rule.isEmpty ? "" : "\(group)/\(collection)/\(rule)"
    }
}
