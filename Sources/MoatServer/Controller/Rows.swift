import MoatGateway
import MoatModel
import MoatPolicy

extension RuleRow {
    init(_ rule: CompiledRule, position: Int, counters: RuleCounters) {
        self.init(
            position: position, tier: rule.tier.rawValue, policy: rule.identity.policy, group: rule.identity.group,
            collection: rule.identity.collection, rule: rule.identity.rule, number: rule.identity.number,
            match: rule.match, verdict: rule.translation.map(FlowRow.endpoint) ?? rule.verdict.rawValue,
            hits: counters.hits, packets: counters.packets, bytes: counters.bytes,
            lastHit: counters.lastHit)
    }

    /// What is judged before every rule.
    init(threatIntelligence action: ThreatIntelAction, with counters: RuleCounters) {
        self.init(
            position: nil, tier: Decision.Tier.threatIntel.rawValue, number: RuleNumbering.threatIntel,
            match: "what threat feeds list", verdict: action == .deny ? Decision.Verdict.deny.rawValue : "alert",
            hits: counters.hits, packets: counters.packets, bytes: counters.bytes, lastHit: counters.lastHit)
    }

    /// The default: what no rule matches is denied.
    init(defaultWith counters: RuleCounters) {
        self.init(
            position: nil, tier: Decision.Tier.default.rawValue, number: RuleNumbering.defaultRule,
            match: "everything else", verdict: Decision.Verdict.deny.rawValue, hits: counters.hits,
            packets: counters.packets, bytes: counters.bytes, lastHit: counters.lastHit)
    }
}

extension FlowRow {
    init(_ live: LiveFlow, rule: String?) {
        self.init(
            protocol: live.flow.ipProtocol.description, source: live.flow.source.description,
            sourcePort: live.flow.sourcePort, destination: live.flow.destination.description,
            destinationPort: live.flow.destinationPort, name: live.name, side: live.flow.side.rawValue,
            translatedDestination: live.translatedDestination.map(Self.endpoint),
            translatedSource: live.translatedSource.map(Self.endpoint), rule: rule, ruleNumber: live.ruleNumber,
            packetsSent: live.packetsSent, bytesSent: live.bytesSent, packetsReceived: live.packetsReceived,
            bytesReceived: live.bytesReceived, age: live.age)
    }

    static func endpoint(_ translation: Decision.Translation) -> String {
        translation.port == 0 ? translation.address.description : "\(translation.address):\(translation.port)"
    }
}
