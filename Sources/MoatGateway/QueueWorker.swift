import MoatKernel
import MoatLogs
import MoatModel
import MoatPolicy
import Synchronization

/// Judges what comes through one packet queue.
struct QueueWorker {
    /// What the queue threads share.
    final class Shared: Sendable {
        let snapshot: SnapshotInForce
        let counters: RuleCounterTable
        let judged = Atomic<UInt64>(0)
        /// Packets whose headers could not be read.
        let malformed = Atomic<UInt64>(0)
        /// Packets that came before there was any policy.
        let withoutPolicy = Atomic<UInt64>(0)
        /// Times the kernel dropped events of ended flows because we were too slow.
        let lostEvents = Atomic<UInt64>(0)
        /// Copies of unexpected packets that the kernel could not deliver.
        let lostTraces = Atomic<UInt64>(0)
        /// Flows that carried much, beyond those that were recorded.
        let unrecordedFatFlows = Atomic<UInt64>(0)
        let isStopping = Atomic<Bool>(false)
        /// Gets what is to be known of those who scan and guess.
        let observe: @Sendable ([ThreatObservation]) -> Void

        init(
            snapshot: SnapshotInForce, counters: RuleCounterTable,
            observe: @escaping @Sendable ([ThreatObservation]) -> Void
        ) {
            self.snapshot = snapshot
            self.counters = counters
            self.observe = observe
        }
    }

    let side: Flow.Side
    let shared: Shared
    let layout: MarkLayout
    let logs: LogWriter

    /// Serves the queue until the gateway stops.
    func run(_ queue: PacketQueue) throws(KernelError) {
        let reader = shared.snapshot.makeReader()
        var counters = shared.counters.writer()
        var records: [LogRecord] = []
        records.reserveCapacity(64)
        var observations: [ThreatObservation] = []
        var snapshot: Snapshot?
        var now = LogTimestamp(nanoseconds: 0)
        while !shared.isStopping.load(ordering: .relaxed) {
            var hasBegun = false
            defer { if hasBegun { reader.end() } }
            let answered = try queue.serve {
                hasBegun = true
                snapshot = reader.begin()
                now = .now()
            } judge: { packet in
                judge(packet, by: snapshot, at: now, &counters, &records, &observations)
            }
            guard answered > 0 else { continue }
            shared.judged.add(UInt64(answered), ordering: .relaxed)
            if !records.isEmpty {
                logs.append(records)
                records.removeAll(keepingCapacity: true)
            }
            if !observations.isEmpty {
                shared.observe(observations)
                observations.removeAll(keepingCapacity: true)
            }
        }
    }

    private func judge(
        _ packet: QueuedPacket, by snapshot: Snapshot?, at now: LogTimestamp, _ counters: inout RuleCounterTable.Writer,
        _ records: inout [LogRecord], _ observations: inout [ThreatObservation]
    ) -> PacketVerdict {
        guard let header = PacketHeader(packet.payload) else {
            shared.malformed.add(1, ordering: .relaxed)
            return .drop
        }
        guard let snapshot else {
            shared.withoutPolicy.add(1, ordering: .relaxed)
            return .drop
        }
        let flow = Flow(
            side: side, source: header.source, destination: header.destination, ipProtocol: header.ipProtocol,
            sourcePort: header.sourcePort, destinationPort: header.destinationPort)
        let decision = evaluate(flow, snapshot)
        let number = decision.number
        if let threat = decision.threat { records.append(LogRecord(flow, threat, at: now)) }
        if let observation = ThreatObservation(flow, decision, snapshot) { observations.append(observation) }
        switch decision.tier {
        case .threatIntel: counters.hit(number, at: now.nanoseconds / 1_000_000_000)
        case .application, .dns: break  // Judged and logged again by name, by the proxies.
        case .dnat, .network, .default:
            counters.hit(number, at: now.nanoseconds / 1_000_000_000)
            records.append(LogRecord(flow, decision, at: now))
        }
        switch decision.verdict {
        case .deny:
            counters.add(number, packets: 1, bytes: UInt64(header.length))
            return .drop
        case .allow, .proxy:
            let fields = MarkLayout.Fields(ruleNumber: number, side: side, sourceNAT: decision.sourceNAT)
            return .accept(mark: layout.mark(fields, into: packet.mark))
        }
    }
}

extension Decision {
    /// The number under which the kernel knows flows with this decision.
    var number: UInt32 {
        switch tier {
        case .application: RuleNumbering.proxiedFlows
        case .dns: RuleNumbering.dnsProxy
        case .threatIntel: RuleNumbering.threatIntel
        case .dnat, .network, .default: rule?.number ?? RuleNumbering.defaultRule
        }
    }
}

extension LogRecord {
    /// The record of a flow whose far end is listed.
    init(_ flow: Flow, _ threat: ThreatMatch, at time: LogTimestamp) {
        self = .threatIntel(
            AZFWThreatIntel(
                timeGenerated: time, protocolName: flow.ipProtocol.description, sourceIp: flow.source,
                sourcePort: flow.sourcePort, destinationIp: flow.destination, destinationPort: flow.destinationPort,
                fqdn: "", targetUrl: "", action: threat.action,
                threatDescription: threat.info.description))
    }

    /// The record of a decision: AZFWNatRule where a flow was translated, else
    /// AZFWNetworkRule.
    init(_ flow: Flow, _ decision: Decision, at time: LogTimestamp) {
        let policy = decision.rule?.policy ?? ""
        let group = decision.rule?.group ?? ""
        let collection = decision.rule?.collection ?? ""
        let rule = decision.rule?.rule ?? ""
        if let translation = decision.translation, decision.verdict == .allow {
            self = .natRule(
                AZFWNatRule(
                    timeGenerated: time, ipProtocol: flow.ipProtocol, sourceIp: flow.source,
                    sourcePort: flow.sourcePort, destinationIp: flow.destination,
                    destinationPort: flow.destinationPort, translatedIp: .v4(translation.address),
                    translatedPort: translation.port, policy: policy, ruleCollectionGroup: group,
                    ruleCollection: collection, rule: rule))
        } else {
            self = .networkRule(
                AZFWNetworkRule(
                    timeGenerated: time, ipProtocol: flow.ipProtocol, sourceIp: flow.source,
                    sourcePort: flow.sourcePort, destinationIp: flow.destination,
                    destinationPort: flow.destinationPort, action: decision.verdict == .allow ? .allow : .deny,
                    policy: policy, ruleCollectionGroup: group, ruleCollection: collection, rule: rule,
                    actionReason: decision.reason.logText))
        }
    }
}
