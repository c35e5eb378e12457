public import MoatModel

/// A name of a rule that could not be resolved (table AZFWInternalFqdnResolutionFailure).
public struct AZFWInternalFqdnResolutionFailure: Hashable, Sendable {
    public var timeGenerated: LogTimestamp
    public var fqdn: String
    /// The server that was asked last; nil where none was.
    public var serverIp: IPAddress?
    public var serverPort: UInt16
    public var policy: String
    public var ruleCollectionGroup: String
    public var ruleCollection: String
    public var rule: String
    public var error: String

    public init(
        timeGenerated: LogTimestamp, fqdn: String, serverIp: IPAddress?, serverPort: UInt16, policy: String,
        ruleCollectionGroup: String, ruleCollection: String, rule: String, error: String
    ) {
        self.timeGenerated = timeGenerated
        self.fqdn = fqdn
        self.serverIp = serverIp
        self.serverPort = serverPort
        self.policy = policy
        self.ruleCollectionGroup = ruleCollectionGroup
        self.ruleCollection = ruleCollection
        self.rule = rule
        self.error = error
    }

    func write(to writer: inout some LogColumns) {
        writer.column("Fqdn", fqdn)
        writer.column("ServerIp", serverIp)
        writer.column("ServerPort", Int(serverPort))
        writer.column("Policy", policy)
        writer.column("RuleCollectionGroup", ruleCollectionGroup)
        writer.column("RuleCollection", ruleCollection)
        writer.column("Rule", rule)
        writer.column("Error", error)
    }
}
