public import MoatModel

/// One flow that was let through and has ended (table MoatFlow, which Azure does not have).
public struct MoatFlow: Hashable, Sendable {
    /// Why the flow ended.
    public enum CloseReason: String, Hashable, Sendable {
        /// Both ends said that they are done.
        case closed = "Closed"
        /// One end, or the proxy between them, broke it off.
        case reset = "Reset"
        /// Nothing came for too long, or the connection table was full.
        case timeout = "Timeout"
        /// A new version denied it, or sent it elsewhere.
        case policyChange = "PolicyChange"
        /// Somebody else deleted it from the connection table, such as conntrack(8).
        case deleted = "Deleted"
        /// The egress proxy stopped.
        case firewallStop = "FirewallStop"
    }

    /// When the end became known.
    public var timeGenerated: LogTimestamp
    /// When its first packet came; when the firewall started where it was there before.
    public var startTime: LogTimestamp
    public var endTime: LogTimestamp
    public var ipProtocol: IPProtocol
    public var sourceIp: IPAddress
    public var sourcePort: UInt16
    public var destinationIp: IPAddress
    public var destinationPort: UInt16
    /// Where it really went, of a DNAT or an application rule; nil where to the destination.
    public var translatedIp: IPAddress?
    /// 0 where not translated.
    public var translatedPort: UInt16
    /// The source with which it left the firewall; nil where with its own.
    public var sourceTranslatedIp: IPAddress?
    /// 0 where not translated.
    public var sourceTranslatedPort: UInt16
    /// The name that let it through the egress proxy; empty where it went by address.
    public var fqdn: String
    public var policy: String
    public var ruleCollectionGroup: String
    public var ruleCollection: String
    public var rule: String
    /// From client to server; 0 where the egress proxy relayed, which sees no packets.
    public var packetsSent: UInt64
    /// From server to client, likewise.
    public var packetsReceived: UInt64
    /// From client to server, with IP headers; of the egress proxy the bytes within TCP.
    public var bytesSent: UInt64
    /// From server to client, likewise.
    public var bytesReceived: UInt64
    public var closeReason: CloseReason

    public init(
        timeGenerated: LogTimestamp, startTime: LogTimestamp, endTime: LogTimestamp, ipProtocol: IPProtocol,
        sourceIp: IPAddress, sourcePort: UInt16, destinationIp: IPAddress, destinationPort: UInt16,
        translatedIp: IPAddress?, translatedPort: UInt16, sourceTranslatedIp: IPAddress?, sourceTranslatedPort: UInt16,
        fqdn: String, policy: String, ruleCollectionGroup: String, ruleCollection: String, rule: String,
        packetsSent: UInt64, packetsReceived: UInt64, bytesSent: UInt64, bytesReceived: UInt64, closeReason: CloseReason
    ) {
        self.timeGenerated = timeGenerated
        self.startTime = startTime
        self.endTime = endTime
        self.ipProtocol = ipProtocol
        self.sourceIp = sourceIp
        self.sourcePort = sourcePort
        self.destinationIp = destinationIp
        self.destinationPort = destinationPort
        self.translatedIp = translatedIp
        self.translatedPort = translatedPort
        self.sourceTranslatedIp = sourceTranslatedIp
        self.sourceTranslatedPort = sourceTranslatedPort
        self.fqdn = fqdn
        self.policy = policy
        self.ruleCollectionGroup = ruleCollectionGroup
        self.ruleCollection = ruleCollection
        self.rule = rule
        self.packetsSent = packetsSent
        self.packetsReceived = packetsReceived
        self.bytesSent = bytesSent
        self.bytesReceived = bytesReceived
        self.closeReason = closeReason
    }

    func write(to writer: inout some LogColumns) {
        writer.column("StartTime", startTime)
        writer.column("EndTime", endTime)
        writer.column("Protocol", ipProtocol.description)
        writer.column("SourceIp", sourceIp)
        writer.column("SourcePort", Int(sourcePort))
        writer.column("DestinationIp", destinationIp)
        writer.column("DestinationPort", Int(destinationPort))
        writer.column("TranslatedIp", translatedIp)
        writer.column("TranslatedPort", Int(translatedPort))
        writer.column("SourceTranslatedIp", sourceTranslatedIp)
        writer.column("SourceTranslatedPort", Int(sourceTranslatedPort))
        writer.column("Fqdn", fqdn)
        writer.column("Policy", policy)
        writer.column("RuleCollectionGroup", ruleCollectionGroup)
        writer.column("RuleCollection", ruleCollection)
        writer.column("Rule", rule)
        writer.column("PacketsSent", long: Int64(clamping: packetsSent))
        writer.column("PacketsReceived", long: Int64(clamping: packetsReceived))
        writer.column("BytesSent", long: Int64(clamping: bytesSent))
        writer.column("BytesReceived", long: Int64(clamping: bytesReceived))
        writer.column("CloseReason", closeReason.rawValue)
    }
}
