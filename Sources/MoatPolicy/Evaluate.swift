import MoatModel

/// Judges a flow: the one place where the semantics of rules live. Total, without side
/// effects, and without an allocation.
///
/// DNAT rules, then network rules, then the default, which denies (Azure's rule processing:
/// three passes, terminating). Application rules will stand between the last two.
public func evaluate(_ flow: Flow, _ snapshot: Snapshot) -> Decision {
    if let index = snapshot.natClassifier.firstMatch(flow) {
        return snapshot.decision(ofNatRuleAt: index, flow)
    }
    if snapshot.ownAddresses.contains(flow.destination) {
        return Decision(verdict: .deny, tier: .default, rule: nil, reason: .noDnatForFirewallAddress)
    }
    if let index = snapshot.networkClassifier.firstMatch(flow) {
        let rule = snapshot.networkRules[index]
        return Decision(
            verdict: rule.verdict, tier: .network, rule: rule.identity, reason: .rule,
            sourceNAT: rule.verdict == .allow ? snapshot.sourceTranslation.sourceNAT(flow) : .none)
    }
    return Decision(verdict: .deny, tier: .default, rule: nil, reason: .defaultAction)
}

extension Snapshot {
    /// A DNAT rule translates and lets in. Where `networkRulesCanDenyDnat` is set, the first
    /// network rule that matches the translated flow has a veto.
    func decision(ofNatRuleAt index: Int, _ flow: Flow) -> Decision {
        let rule = natRules[index].identity
        guard let translation = rule.key.translation else {
            return Decision(verdict: .deny, tier: .default, rule: nil, reason: .defaultAction)
        }
        if networkRulesCanDenyDnat {
            var translated = flow
            translated.destination = .v4(translation.address)
            translated.destinationPort = translation.port
            if let index = networkClassifier.firstMatch(translated), networkRules[index].verdict == .deny {
                return Decision(
                    verdict: .deny, tier: .network, rule: networkRules[index].identity,
                    reason: .dnatDeniedByNetworkRule)
            }
        }
        // A client on the private side would get its answer straight from the server, under an
        // address it never called; with the firewall as source the answer comes back this way.
        let needsPrivateAddress = inboundSnat || flow.side == .private
        return Decision(
            verdict: .allow, tier: .dnat, rule: rule, reason: .dnat, translation: translation,
            sourceNAT: needsPrivateAddress ? .privateAddress : .none)
    }
}
