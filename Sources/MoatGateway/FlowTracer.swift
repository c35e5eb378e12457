import MoatKernel
import MoatLogs
import MoatModel

/// Makes the record of a TCP packet that conntrack could place in no flow.
enum FlowTracer {
    static let reason = "Packet is not part of a known flow"

    /// Nil where the packet cannot be read, or is not TCP.
    static func record(_ packet: UnsafeRawBufferPointer, at now: LogTimestamp) -> LogRecord? {
        guard let header = PacketHeader(packet), header.ipProtocol == .tcp else { return nil }
        return .flowTrace(
            AZFWFlowTrace(
                timeGenerated: now, ipProtocol: .tcp, sourceIp: header.source, sourcePort: header.sourcePort,
                destinationIp: header.destination, destinationPort: header.destinationPort, action: .deny,
                actionReason: reason, flag: flag(header.tcpFlags)))
    }

    /// Urgent data, push and congestion marks do not change what a packet is.
    static func flag(_ flags: TCPFlags) -> AZFWFlowTrace.Flag {
        switch flags.intersection([.syn, .ack, .fin, .rst]) {
        case [.syn, .ack]: .synAck
        case .fin: flags.contains(.urg) ? .invalid : .fin
        case [.fin, .ack]: .finAck
        case .rst, [.rst, .ack]: .rst
        default: .invalid
        }
    }
}
