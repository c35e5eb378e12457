import Foundation
import MoatKernel
import MoatModel
import MoatPolicy

extension Flow {
    /// The flow that a conntrack entry stands for, as its first packet arrived.
    init(_ tuple: ConntrackEntry.Tuple, side: Side) {
        self.init(
            side: side, source: tuple.source, destination: tuple.destination, ipProtocol: tuple.ipProtocol,
            sourcePort: tuple.sourcePort, destinationPort: tuple.destinationPort)
    }
}

extension ConntrackEntry {
    /// Where DNAT sent the flow: its answers come from there.
    var translatedDestination: Decision.Translation? {
        guard reply.source != original.destination || reply.sourcePort != original.destinationPort,
            case .v4(let address) = reply.source
        else { return nil }
        return Decision.Translation(address: address, port: reply.sourcePort)
    }

    /// What SNAT made of the source: its answers go there.
    var translatedSource: Decision.Translation? {
        guard reply.destination != original.source || reply.destinationPort != original.sourcePort,
            case .v4(let address) = reply.destination
        else { return nil }
        return Decision.Translation(address: address, port: reply.destinationPort)
    }
}

extension LiveFlow {
    /// Nil where the entry is not of a flow that the gateway judged, or the flow has ended, or
    /// the egress proxy has taken it over and tells of it itself.
    init?(_ entry: ConntrackEntry, _ layout: MarkLayout, now: Date) {
        guard let fields = layout.fields(of: entry.mark), !entry.isClosing,
            fields.ruleNumber != RuleNumbering.proxiedFlows
        else { return nil }
        self.init(
            flow: Flow(entry.original, side: fields.side), ruleNumber: fields.ruleNumber,
            translatedDestination: entry.translatedDestination, translatedSource: entry.translatedSource,
            packetsSent: entry.originalCounters.packets, bytesSent: entry.originalCounters.bytes,
            packetsReceived: entry.replyCounters.packets, bytesReceived: entry.replyCounters.bytes,
            age: entry.start.map { max(0, now.timeIntervalSince1970 - Double($0) / 1e9) })
    }
}
