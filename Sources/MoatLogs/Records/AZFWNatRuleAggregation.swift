public import MoatModel

/// How often a NAT rule let flows in within a minute (table AZFWNatRuleAggregation).
public struct AZFWNatRuleAggregation: Hashable, Sendable {
    /// The beginning of the minute.
    public var timeGenerated: LogTimestamp
    public var ipProtocol: IPProtocol
    public var sourceIp: IPAddress
    public var translatedIp: IPAddress
    public var translatedPort: UInt16
    public var policy: String
    public var ruleCollectionGroup: String
    public var ruleCollection: String
    public var rule: String
    public var natRuleCount: Int

    public init(
        timeGenerated: LogTimestamp, ipProtocol: IPProtocol, sourceIp: IPAddress, translatedIp: IPAddress,
        translatedPort: UInt16, policy: String, ruleCollectionGroup: String, ruleCollection: String, rule: String,
        natRuleCount: Int
    ) {
        self.timeGenerated = timeGenerated
        self.ipProtocol = ipProtocol
        self.sourceIp = sourceIp
        self.translatedIp = translatedIp
        self.translatedPort = translatedPort
        self.policy = policy
        self.ruleCollectionGroup = ruleCollectionGroup
        self.ruleCollection = ruleCollection
        self.rule = rule
        self.natRuleCount = natRuleCount
    }

    func write(to writer: inout some LogColumns) {
        writer.column("Protocol", ipProtocol.description)
        writer.column("SourceIp", sourceIp)
        writer.column("TranslatedIp", translatedIp)
        writer.column("TranslatedPort", Int(translatedPort))
        writer.column("Policy", policy)
        writer.column("RuleCollectionGroup", ruleCollectionGroup)
        writer.column("RuleCollection", ruleCollection)
        writer.column("Rule", rule)
        writer.column("NatRuleCount", natRuleCount)
    }
}
