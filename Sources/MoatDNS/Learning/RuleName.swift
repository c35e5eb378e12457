import MoatPolicy

/// A name in network rules, as the loop refreshes it.
final class RuleName {
    /// How often a failure that lasts is logged, in nanoseconds.
    static let logInterval: UInt64 = 60_000_000_000

    let text: String
    let name: DNSName
    var rules: [RuleIdentity]
    /// Which of the times that were set for it counts.
    var turn: UInt64 = 0
    /// Answers of this round that have not come.
    var remaining = 0
    var startedAt: UInt64 = 0
    var hasAddress = false
    var failure: ExchangeFailure?
    /// What was logged last, and when; nil where the name resolves.
    var logged: (reason: String, time: UInt64)?

    init(text: String, name: DNSName, rules: [RuleIdentity]) {
        self.text = text
        self.name = name
        self.rules = rules
    }
}
