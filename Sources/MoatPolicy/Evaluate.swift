import MoatModel

/// Judges the first packet of a flow. Total: every flow gets a decision; what no rule
/// speaks of is denied. Allocates nothing.
///
/// What a threat feed lists is judged before every rule: refused, or recorded and then judged
/// like all else, whatever rule may allow it.
///
/// Rules are terminating and judged in passes, DNAT before network before application
/// (semantics: rule processing). A flow that a NAT rule matches is translated and let in. What
/// only an application rule can decide is handed to the egress proxy, which asks again when it
/// knows the name; that is never done to what a NAT rule let in.
public func evaluate(_ flow: Flow, _ snapshot: Snapshot) -> Decision {
    guard let threat = snapshot.threat(in: flow) else { return judgeByRules(flow, snapshot) }
    if threat.action == .deny { return .refused(threat) }
    var decision = judgeByRules(flow, snapshot)
    decision.threat = threat
    return decision
}

private func judgeByRules(_ flow: Flow, _ snapshot: Snapshot) -> Decision {
    if let index = snapshot.firstNAT(flow), let translation = snapshot.rules[index].translation {
        if snapshot.networkRulesCanDenyDNAT {
            var translated = flow
            translated.destination = .v4(translation.address)
            translated.destinationPort = translation.port
            if let deny = snapshot.firstNetwork(translated), snapshot.rules[deny].verdict == .deny {
                return Decision(
                    verdict: .deny, tier: .network, rule: snapshot.rules[deny].identity,
                    reason: .dnatDeniedByNetworkRule)
            }
        }
        // Without it, a server in the same network would answer a client in that network
        // directly, and the firewall would not see the reply that it has to translate back.
        let hairpin = flow.side == .private
        return Decision(
            verdict: .allow, tier: .dnat, rule: snapshot.rules[index].identity, reason: .dnat,
            translation: translation, sourceNAT: hairpin || snapshot.inboundSNAT ? .privateAddress : .none)
    }
    if snapshot.isForDNSProxy(flow) {
        return Decision(verdict: .allow, tier: .dns, rule: nil, reason: .dnsProxy)
    }
    if snapshot.isOwnAddress(flow.destination) {
        return Decision(verdict: .deny, tier: .default, rule: nil, reason: .noDnatForFirewallAddress)
    }
    if let index = snapshot.firstNetwork(flow) {
        let verdict = snapshot.rules[index].verdict
        return Decision(
            verdict: verdict, tier: .network, rule: snapshot.rules[index].identity, reason: .rule,
            sourceNAT: verdict == .allow ? snapshot.sourceTranslation.select(flow) : .none)
    }
    if snapshot.awaitsName(flow) {
        return Decision(verdict: .proxy, tier: .application, rule: nil, reason: .awaitsName)
    }
    return Decision(verdict: .deny, tier: .default, rule: nil, reason: .defaultAction)
}

extension Decision {
    /// The end of what a feed lists.
    public static func refused(_ threat: ThreatMatch) -> Decision {
        Decision(verdict: .deny, tier: .threatIntel, rule: nil, reason: .threatIntel, threat: threat)
    }
}
