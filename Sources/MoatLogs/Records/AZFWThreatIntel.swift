public import MoatModel

/// One flow, request or query whose far end a threat feed lists (table AZFWThreatIntel).
public struct AZFWThreatIntel: Hashable, Sendable {
    public var timeGenerated: LogTimestamp
    /// `TCP`, `UDP`, …; `HTTP` or `HTTPS` where a name was met by the egress proxy, `DNS` where
    /// it was asked for.
    public var protocolName: String
    public var sourceIp: IPAddress
    public var sourcePort: UInt16
    /// Nil where a name was met, as at Azure's.
    public var destinationIp: IPAddress?
    public var destinationPort: UInt16
    /// The name; empty where an address was met.
    public var fqdn: String
    /// Host and target of an HTTP request; else empty.
    public var targetUrl: String
    public var action: ThreatIntelAction
    /// What the feed says of it.
    public var threatDescription: String

    public init(
        timeGenerated: LogTimestamp, protocolName: String, sourceIp: IPAddress, sourcePort: UInt16,
        destinationIp: IPAddress?, destinationPort: UInt16, fqdn: String, targetUrl: String, action: ThreatIntelAction,
        threatDescription: String
    ) {
        self.timeGenerated = timeGenerated
        self.protocolName = protocolName
        self.sourceIp = sourceIp
        self.sourcePort = sourcePort
        self.destinationIp = destinationIp
        self.destinationPort = destinationPort
        self.fqdn = fqdn
        self.targetUrl = targetUrl
        self.action = action
        self.threatDescription = threatDescription
    }

    func write(to writer: inout some LogColumns) {
        writer.column("Protocol", protocolName)
        writer.column("SourceIp", sourceIp)
        writer.column("SourcePort", Int(sourcePort))
        if let destinationIp {
            writer.column("DestinationIp", destinationIp)
        } else {
            writer.column("DestinationIp", "")
        }
        writer.column("DestinationPort", Int(destinationPort))
        writer.column("Fqdn", fqdn)
        writer.column("TargetUrl", targetUrl)
        writer.column("Action", action.rawValue)
        writer.column("ThreatDescription", threatDescription)
        writer.column("IsTlsInspected", false)
    }
}
