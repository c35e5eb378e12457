public import MoatModel

/// How often a network rule, or the default, decided alike within a minute (table
/// AZFWNetworkRuleAggregation).
public struct AZFWNetworkRuleAggregation: Hashable, Sendable {
    /// The beginning of the minute.
    public var timeGenerated: LogTimestamp
    public var ipProtocol: IPProtocol
    public var sourceIp: IPAddress
    public var destinationIp: IPAddress
    public var destinationPort: UInt16
    public var action: RuleCollection.FilterAction
    public var actionReason: String
    public var policy: String
    public var ruleCollectionGroup: String
    public var ruleCollection: String
    public var rule: String
    /// Whether no rule decided.
    public var isDefaultRule: Bool
    public var networkRuleCount: Int

    public init(
        timeGenerated: LogTimestamp, ipProtocol: IPProtocol, sourceIp: IPAddress, destinationIp: IPAddress,
        destinationPort: UInt16, action: RuleCollection.FilterAction, actionReason: String, policy: String,
        ruleCollectionGroup: String, ruleCollection: String, rule: String, isDefaultRule: Bool, networkRuleCount: Int
    ) {
        self.timeGenerated = timeGenerated
        self.ipProtocol = ipProtocol
        self.sourceIp = sourceIp
        self.destinationIp = destinationIp
        self.destinationPort = destinationPort
        self.action = action
        self.actionReason = actionReason
        self.policy = policy
        self.ruleCollectionGroup = ruleCollectionGroup
        self.ruleCollection = ruleCollection
        self.rule = rule
        self.isDefaultRule = isDefaultRule
        self.networkRuleCount = networkRuleCount
    }

    func write(to writer: inout some LogColumns) {
        writer.column("Protocol", ipProtocol.description)
        writer.column("SourceIp", sourceIp)
        writer.column("DestinationIp", destinationIp)
        writer.column("DestinationPort", Int(destinationPort))
        writer.column("Action", action.rawValue)
        writer.column("ActionReason", actionReason)
        writer.column("Policy", policy)
        writer.column("RuleCollectionGroup", ruleCollectionGroup)
        writer.column("RuleCollection", ruleCollection)
        writer.column("Rule", rule)
        writer.column("IsDefaultRule", isDefaultRule)
        writer.column("NetworkRuleCount", networkRuleCount)
    }
}
