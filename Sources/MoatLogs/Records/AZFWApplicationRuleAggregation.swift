public import MoatModel

/// How often an application rule, or their default, decided alike within a minute (table
/// AZFWApplicationRuleAggregation).
public struct AZFWApplicationRuleAggregation: Hashable, Sendable {
    /// The beginning of the minute.
    public var timeGenerated: LogTimestamp
    public var applicationProtocol: ApplicationRule.ProtocolType
    public var sourceIp: IPAddress
    public var destinationPort: UInt16
    public var fqdn: String
    public var targetUrl: String
    public var action: RuleCollection.FilterAction
    public var policy: String
    public var ruleCollectionGroup: String
    public var ruleCollection: String
    public var rule: String
    public var actionReason: String
    public var applicationRuleCount: Int

    public init(
        timeGenerated: LogTimestamp, applicationProtocol: ApplicationRule.ProtocolType, sourceIp: IPAddress,
        destinationPort: UInt16, fqdn: String, targetUrl: String, action: RuleCollection.FilterAction, policy: String,
        ruleCollectionGroup: String, ruleCollection: String, rule: String, actionReason: String,
        applicationRuleCount: Int
    ) {
        self.timeGenerated = timeGenerated
        self.applicationProtocol = applicationProtocol
        self.sourceIp = sourceIp
        self.destinationPort = destinationPort
        self.fqdn = fqdn
        self.targetUrl = targetUrl
        self.action = action
        self.policy = policy
        self.ruleCollectionGroup = ruleCollectionGroup
        self.ruleCollection = ruleCollection
        self.rule = rule
        self.actionReason = actionReason
        self.applicationRuleCount = applicationRuleCount
    }

    func write(to writer: inout some LogColumns) {
        writer.column("Protocol", applicationProtocol.rawValue.uppercased())
        writer.column("SourceIp", sourceIp)
        writer.column("DestinationPort", Int(destinationPort))
        writer.column("Fqdn", fqdn)
        writer.column("TargetUrl", targetUrl)
        writer.column("Action", action.rawValue)
        writer.column("Policy", policy)
        writer.column("RuleCollectionGroup", ruleCollectionGroup)
        writer.column("RuleCollection", ruleCollection)
        writer.column("Rule", rule)
        writer.column("ActionReason", actionReason)
        writer.column("ApplicationRuleCount", applicationRuleCount)
    }
}
