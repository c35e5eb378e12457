import MoatModel

/// Judges the first packet of a flow. Total: every flow gets a decision; what no rule
/// speaks of is denied. Allocates nothing.
///
/// Rules are terminating and judged in two passes, DNAT before network (semantics: rule
/// processing). A flow that a NAT rule matches is translated and let in.
public func evaluate(_ flow: Flow, _ snapshot: Snapshot) -> Decision {
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
    if snapshot.isOwnAddress(flow.destination) {
        return Decision(verdict: .deny, tier: .default, rule: nil, reason: .noDnatForFirewallAddress)
    }
    if let index = snapshot.firstNetwork(flow) {
        let verdict = snapshot.rules[index].verdict
        return Decision(
            verdict: verdict, tier: .network, rule: snapshot.rules[index].identity, reason: .rule,
            sourceNAT: verdict == .allow ? snapshot.sourceTranslation.select(flow) : .none)
    }
    return Decision(verdict: .deny, tier: .default, rule: nil, reason: .defaultAction)
}

/// Judges a connection or an HTTP request by the application rules, once its name is known.
public func evaluate(_ request: ApplicationRequest, _ snapshot: Snapshot) -> Decision {
    snapshot.judge(request)
}
