public import MoatModel

/// One decision of the network rules or of the default (table AZFWNetworkRule).
public struct AZFWNetworkRule: Hashable, Sendable {
    public var timeGenerated: LogTimestamp
    public var ipProtocol: IPProtocol
    public var sourceIp: IPAddress
    public var sourcePort: UInt16
    public var destinationIp: IPAddress
    public var destinationPort: UInt16
    public var action: RuleCollection.FilterAction
    /// Empty where no rule decided, as are the three that follow.
    public var policy: String
    public var ruleCollectionGroup: String
    public var ruleCollection: String
    public var rule: String
    /// Empty where a rule decided; `Default Action` where none did.
    public var actionReason: String

    public init(
        timeGenerated: LogTimestamp, ipProtocol: IPProtocol, sourceIp: IPAddress, sourcePort: UInt16,
        destinationIp: IPAddress, destinationPort: UInt16, action: RuleCollection.FilterAction, policy: String,
        ruleCollectionGroup: String, ruleCollection: String, rule: String, actionReason: String
    ) {
        self.timeGenerated = timeGenerated
        self.ipProtocol = ipProtocol
        self.sourceIp = sourceIp
        self.sourcePort = sourcePort
        self.destinationIp = destinationIp
        self.destinationPort = destinationPort
        self.action = action
        self.policy = policy
        self.ruleCollectionGroup = ruleCollectionGroup
        self.ruleCollection = ruleCollection
        self.rule = rule
        self.actionReason = actionReason
    }

    func write(to writer: inout some LogColumns) {
        writer.column("Protocol", ipProtocol.description)
        writer.column("SourceIp", sourceIp)
        writer.column("SourcePort", Int(sourcePort))
        writer.column("DestinationIp", destinationIp)
        writer.column("DestinationPort", Int(destinationPort))
        writer.column("Action", action.rawValue)
        writer.column("Policy", policy)
        writer.column("RuleCollectionGroup", ruleCollectionGroup)
        writer.column("RuleCollection", ruleCollection)
        writer.column("Rule", rule)
        writer.column("ActionReason", actionReason)
    }
}
