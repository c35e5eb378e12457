public import MoatModel

/// One TCP packet that belongs to no flow (table AZFWFlowTrace).
public struct AZFWFlowTrace: Hashable, Sendable {
    /// What its flags are; `INVALID` where they are none of the four others.
    public enum Flag: String, Hashable, Sendable {
        case synAck = "SYN-ACK"
        case fin = "FIN"
        case finAck = "FIN-ACK"
        case rst = "RST"
        case invalid = "INVALID"
    }

    public var timeGenerated: LogTimestamp
    public var ipProtocol: IPProtocol
    public var sourceIp: IPAddress
    public var sourcePort: UInt16
    public var destinationIp: IPAddress
    public var destinationPort: UInt16
    public var action: RuleCollection.FilterAction
    public var actionReason: String
    public var flag: Flag

    public init(
        timeGenerated: LogTimestamp, ipProtocol: IPProtocol, sourceIp: IPAddress, sourcePort: UInt16,
        destinationIp: IPAddress, destinationPort: UInt16, action: RuleCollection.FilterAction, actionReason: String,
        flag: Flag
    ) {
        self.timeGenerated = timeGenerated
        self.ipProtocol = ipProtocol
        self.sourceIp = sourceIp
        self.sourcePort = sourcePort
        self.destinationIp = destinationIp
        self.destinationPort = destinationPort
        self.action = action
        self.actionReason = actionReason
        self.flag = flag
    }

    func write(to writer: inout some LogColumns) {
        writer.column("Protocol", ipProtocol.description)
        writer.column("SourceIp", sourceIp)
        writer.column("SourcePort", Int(sourcePort))
        writer.column("DestinationIp", destinationIp)
        writer.column("DestinationPort", Int(destinationPort))
        writer.column("Action", action.rawValue)
        writer.column("ActionReason", actionReason)
        writer.column("Flag", flag.rawValue)
    }
}
