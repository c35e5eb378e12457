import MoatPolicy

/// A rule by name, and its place in the order of evaluation.
public struct RuleReference: Hashable, Sendable, Codable, CustomStringConvertible {
    public var policy: String
    public var group: String
    public var collection: String
    public var rule: String
    /// Its line in the list of all rules, from 1.
    public var position: Int

    /// `index` is the rule's place in `snapshot.rules`.
    init(_ rule: CompiledRule, index: Int) {
        policy = rule.identity.policy
        group = rule.identity.group
        collection = rule.identity.collection
        self.rule = rule.identity.rule
        position = index + 1
    }

    /// `group/collection/rule`
    public var description: String {
        "\(group)/\(collection)/\(rule)"
    }
}
