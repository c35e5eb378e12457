/// What one pass over the rules came to.
public struct PassFinding: Hashable, Sendable, Codable {
    /// Rules of the pass.
    public var rules: Int
    /// Rules judged until one decided, or all; 0 where the pass was not reached.
    public var rulesLookedAt: Int
    public var decidedBy: RuleReference?
    /// The rule that came nearest where none decided.
    public var nearest: NearMiss?
    public var text: String
}
