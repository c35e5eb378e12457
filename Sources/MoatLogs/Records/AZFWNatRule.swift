public import MoatModel

/// One flow that a DNAT rule translated and let in (table AZFWNatRule).
public struct AZFWNatRule: Hashable, Sendable {
    public var timeGenerated: LogTimestamp
    public var ipProtocol: IPProtocol
    public var sourceIp: IPAddress
    public var sourcePort: UInt16
    public var destinationIp: IPAddress
    public var destinationPort: UInt16
    public var translatedIp: IPAddress
    public var translatedPort: UInt16
    public var policy: String
    public var ruleCollectionGroup: String
    public var ruleCollection: String
    public var rule: String

    public init(
        timeGenerated: LogTimestamp, ipProtocol: IPProtocol, sourceIp: IPAddress, sourcePort: UInt16,
        destinationIp: IPAddress, destinationPort: UInt16, translatedIp: IPAddress, translatedPort: UInt16,
        policy: String, ruleCollectionGroup: String, ruleCollection: String, rule: String
    ) {
        self.timeGenerated = timeGenerated
        self.ipProtocol = ipProtocol
        self.sourceIp = sourceIp
        self.sourcePort = sourcePort
        self.destinationIp = destinationIp
        self.destinationPort = destinationPort
        self.translatedIp = translatedIp
        self.translatedPort = translatedPort
        self.policy = policy
        self.ruleCollectionGroup = ruleCollectionGroup
        self.ruleCollection = ruleCollection
        self.rule = rule
    }

    func write(to writer: inout some LogColumns) {
        writer.column("Protocol", ipProtocol.description)
        writer.column("SourceIp", sourceIp)
        writer.column("SourcePort", Int(sourcePort))
        writer.column("DestinationIp", destinationIp)
        writer.column("DestinationPort", Int(destinationPort))
        writer.column("TranslatedIp", translatedIp)
        writer.column("TranslatedPort", Int(translatedPort))
        writer.column("Policy", policy)
        writer.column("RuleCollectionGroup", ruleCollectionGroup)
        writer.column("RuleCollection", ruleCollection)
        writer.column("Rule", rule)
    }
}
