public import MoatModel

/// One live flow that carried much (table AZFWFatFlow).
public struct AZFWFatFlow: Hashable, Sendable {
    public var timeGenerated: LogTimestamp
    public var ipProtocol: IPProtocol
    public var sourceIp: IPAddress
    public var sourcePort: UInt16
    public var destinationIp: IPAddress
    public var destinationPort: UInt16
    /// Megabits a second of both directions together.
    public var flowRate: Double

    public init(
        timeGenerated: LogTimestamp, ipProtocol: IPProtocol, sourceIp: IPAddress, sourcePort: UInt16,
        destinationIp: IPAddress, destinationPort: UInt16, flowRate: Double
    ) {
        self.timeGenerated = timeGenerated
        self.ipProtocol = ipProtocol
        self.sourceIp = sourceIp
        self.sourcePort = sourcePort
        self.destinationIp = destinationIp
        self.destinationPort = destinationPort
        self.flowRate = flowRate
    }

    func write(to writer: inout some LogColumns) {
        writer.column("Protocol", ipProtocol.description)
        writer.column("SourceIp", sourceIp)
        writer.column("SourcePort", Int(sourcePort))
        writer.column("DestinationIp", destinationIp)
        writer.column("DestinationPort", Int(destinationPort))
        writer.column("FlowRate", flowRate)
    }
}
