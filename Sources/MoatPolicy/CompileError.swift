public import MoatModel

/// Why a set of resources can't be put in force: which object, what is wrong with it, and
/// what would be right.
public struct CompileError: Error, Hashable, Sendable {
    /// The resource at fault.
    public var resource: ResourceKey
    /// `collection/rule` where the fault is in a rule.
    public var rule: String?
    public var problem: String
    public var remedy: String

    public init(resource: ResourceKey, rule: String? = nil, problem: String, remedy: String) {
        self.resource = resource
        self.rule = rule
        self.problem = problem
        self.remedy = remedy
    }

    init(rule: RuleIdentity, problem: String, remedy: String) {
        self.init(
            resource: ResourceKey(kind: .ruleCollectionGroup, name: "\(rule.policy)/\(rule.group)"),
            rule: "\(rule.collection)/\(rule.rule)", problem: problem, remedy: remedy)
    }
}

extension CompileError: CustomStringConvertible {
    /// `RuleCollectionGroup edge/net, rule time/ntp: problem; remedy`
    public var description: String {
        let place = rule.map { "\(resource), rule \($0)" } ?? "\(resource)"
        return "\(place): \(problem); \(remedy)"
    }
}
