import MoatKernel
import MoatLogs
import MoatModel
import MoatPolicy

/// Makes the record of a flow out of what conntrack says at its end.
struct FlowRecorder {
    var layout: MarkLayout
    var names: RuleNames
    /// The netlink port under which the gateway cuts flows.
    var cutter: UInt32
    /// When the gateway began to see to it that flows have timestamps.
    var startedAt: LogTimestamp
    var linger = LingerTimes()

    /// Nil for flows of which something else tells: the egress proxy and the DNS proxy of theirs,
    /// and nothing of an administrator's.
    func record(_ entry: ConntrackEntry, at now: LogTimestamp) -> LogRecord? {
        guard let fields = layout.fields(of: entry.mark), fields.ruleNumber >= RuleNumbering.first else { return nil }
        let flow = Flow(entry.original, side: fields.side)
        let reason = closeReason(entry)
        let start = entry.start.map { LogTimestamp(nanoseconds: Int64(clamping: $0)) } ?? min(startedAt, now)
        var end = entry.stop.map { LogTimestamp(nanoseconds: Int64(clamping: $0)) } ?? now
        if reason == .closed || reason == .reset {
            end.nanoseconds -= Int64(clamping: linger.nanoseconds(after: entry.tcpState))
        }
        let rule = names[fields.ruleNumber]
        let destination = entry.translatedDestination
        let source = entry.translatedSource
        return .flow(
            MoatFlow(
                timeGenerated: now, startTime: start, endTime: max(start, end), ipProtocol: flow.ipProtocol,
                sourceIp: flow.source, sourcePort: flow.sourcePort, destinationIp: flow.destination,
                destinationPort: flow.destinationPort, translatedIp: (destination?.address).map { .v4($0) },
                translatedPort: destination?.port ?? 0, sourceTranslatedIp: (source?.address).map { .v4($0) },
                sourceTranslatedPort: source?.port ?? 0, fqdn: "", policy: rule?.policy ?? "",
                ruleCollectionGroup: rule?.group ?? "", ruleCollection: rule?.collection ?? "",
                rule: rule?.rule ?? "#\(fields.ruleNumber)", packetsSent: entry.originalCounters.packets,
                packetsReceived: entry.replyCounters.packets, bytesSent: entry.originalCounters.bytes,
                bytesReceived: entry.replyCounters.bytes, closeReason: reason))
    }

    private func closeReason(_ entry: ConntrackEntry) -> MoatFlow.CloseReason {
        if entry.deleter == cutter { return .policyChange }
        if entry.deleter != 0 { return .deleted }
        return switch entry.tcpState {
        case .lastAck, .timeWait: .closed
        case .close: .reset
        case nil, .some: .timeout
        }
    }
}
