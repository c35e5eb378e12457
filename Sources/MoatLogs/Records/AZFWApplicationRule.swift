public import MoatModel

/// One decision of the application rules, or the refusal of a connection that none could
/// judge (table AZFWApplicationRule).
public struct AZFWApplicationRule: Hashable, Sendable {
    public var timeGenerated: LogTimestamp
    public var applicationProtocol: ApplicationRule.ProtocolType
    public var sourceIp: IPAddress
    public var sourcePort: UInt16
    public var destinationPort: UInt16
    /// The name that was judged; empty where the connection had none.
    public var fqdn: String
    /// Host and target of an HTTP request; empty for TLS.
    public var targetUrl: String
    public var action: RuleCollection.FilterAction
    /// Empty where no rule decided, as are the three that follow.
    public var policy: String
    public var ruleCollectionGroup: String
    public var ruleCollection: String
    public var rule: String
    /// Empty where a rule decided.
    public var actionReason: String

    public init(
        timeGenerated: LogTimestamp, applicationProtocol: ApplicationRule.ProtocolType, sourceIp: IPAddress,
        sourcePort: UInt16, destinationPort: UInt16, fqdn: String, targetUrl: String,
        action: RuleCollection.FilterAction, policy: String, ruleCollectionGroup: String, ruleCollection: String,
        rule: String, actionReason: String
    ) {
        self.timeGenerated = timeGenerated
        self.applicationProtocol = applicationProtocol
        self.sourceIp = sourceIp
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.fqdn = fqdn
        self.targetUrl = targetUrl
        self.action = action
        self.policy = policy
        self.ruleCollectionGroup = ruleCollectionGroup
        self.ruleCollection = ruleCollection
        self.rule = rule
        self.actionReason = actionReason
    }

    func write(to writer: inout some LogColumns) {
        writer.column("Protocol", applicationProtocol.rawValue.uppercased())
        writer.column("SourceIp", sourceIp)
        writer.column("SourcePort", Int(sourcePort))
        writer.column("DestinationPort", Int(destinationPort))
        writer.column("Fqdn", fqdn)
        writer.column("TargetUrl", targetUrl)
        writer.column("Action", action.rawValue)
        writer.column("Policy", policy)
        writer.column("RuleCollectionGroup", ruleCollectionGroup)
        writer.column("RuleCollection", ruleCollection)
        writer.column("Rule", rule)
        writer.column("ActionReason", actionReason)
        writer.column("IsTlsInspected", false)
        writer.column("WebCategory", "")
        writer.column("IsExplicitProxyRequest", false)
    }
}
