/// Gives every rule a small number and keeps it: a number names the same rule for as long
/// as any flow or log record may carry it. Numbers are not used again, so that a flow that
/// outlives its rule is never shown under another one's name.
public struct RuleNumbering: Sendable {
    /// The number that stands for the default: no rule decided.
    public static let defaultRule: UInt32 = 1
    /// The number of flows that reach the machine itself without being judged: an
    /// administrator's (`serve --management`).
    public static let managementRule: UInt32 = 2
    /// The number of flows that the egress proxy has taken over; the rule is known to it.
    public static let proxiedFlows: UInt32 = 3
    /// The number of flows to the DNS proxy.
    public static let dnsProxy: UInt32 = 4
    /// The number of what threat intelligence refused.
    public static let threatIntel: UInt32 = 5
    /// The first number given to a rule; those below are for the gateway's own use.
    public static let first: UInt32 = 16

    public private(set) var numbers: [RuleIdentity.Key: UInt32]
    public private(set) var next: UInt32

    /// Takes up where earlier numbering left off.
    public init(_ numbers: [RuleIdentity.Key: UInt32] = [:]) {
        self.numbers = numbers
        self.next = max(Self.first, (numbers.values.max() ?? 0) + 1)
    }

    /// The rule's number, a new one where it has none yet.
    public mutating func number(for key: RuleIdentity.Key) -> UInt32 {
        if let number = numbers[key] { return number }
        let number = next
        next += 1
        numbers[key] = number
        return number
    }
}
