public import MoatModel
public import MoatPolicy

/// Explains what `evaluate` says of a flow. The verdict is that function's own; what is
/// added is how near other rules came and what would change it.
///
/// - Parameter resources: what the snapshot was compiled from
public func explain(_ flow: Flow, _ snapshot: Snapshot, _ resources: ResourceSet) -> Explanation {
    let decision = evaluate(flow, snapshot)
    let route = RouteExplanation(flow, snapshot, resources)
    var stages = [Explanation.Stage(name: "route", text: route.text)]
    stages.append(dnatStage(flow, decision, snapshot))
    if decision.tier != .dnat { stages.append(networkStage(flow, decision, snapshot)) }
    let source = sourceText(decision, snapshot)
    if decision.verdict == .allow {
        stages.append(
            Explanation.Stage(name: "snat", text: source.map { "leaves as \($0)" } ?? "keeps its own address"))
        if let translation = decision.translation, decision.sourceNAT == .none,
            let problem = RouteExplanation.wayBack(flow, translation, snapshot, resources)
        {
            stages.append(Explanation.Stage(name: "way back", text: problem))
        }
    }
    return Explanation(
        flow: FlowText.text(flow), verdict: decision.verdict.rawValue, tier: decision.tier.rawValue,
        rule: decision.rule.map { Explanation.RuleName($0) }, reason: reason(decision), stages: stages,
        translation: decision.translation.map { "\($0.address):\($0.port)" }, sourceTranslation: source,
        reachesFirewall: route.reachesFirewall,
        remedy: RemedyFinder(snapshot: snapshot, resources: resources, flow: flow, decision: decision).remedy())
}

private func reason(_ decision: Decision) -> String {
    switch decision.reason {
    case .rule: "\(decision.rule.map(\.description) ?? "a rule") matched"
    case .dnat: "\(decision.rule.map(\.description) ?? "a DNAT rule") translates it, and so lets it in"
    case .dnatDeniedByNetworkRule:
        "a DNAT rule translates it, but \(decision.rule.map(\.description) ?? "a network rule") denies the translated flow"
    case .noDnatForFirewallAddress: "the firewall's own address, and no DNAT rule claims it"
    case .defaultAction: "no rule matched"
    }
}

private func sourceText(_ decision: Decision, _ snapshot: Snapshot) -> String? {
    switch decision.sourceNAT {
    case .none: nil
    case .privateAddress: snapshot.privateAddress.description
    case .publicAddress(let index):
        snapshot.publicAddresses.indices.contains(index) ? snapshot.publicAddresses[index].description : nil
    }
}

private func dnatStage(_ flow: Flow, _ decision: Decision, _ snapshot: Snapshot) -> Explanation.Stage {
    if let translation = decision.translation, let rule = decision.rule {
        return Explanation.Stage(
            name: "dnat", text: "\(rule) sends it to \(translation.address):\(translation.port)")
    }
    if decision.reason == .dnatDeniedByNetworkRule {
        return Explanation.Stage(name: "dnat", text: "a DNAT rule matched; network rules have a veto in this policy")
    }
    guard case .v4(let address) = flow.destination, snapshot.publicAddresses.contains(address) else {
        return Explanation.Stage(name: "dnat", text: "\(flow.destination) is no public address of the firewall")
    }
    let count = snapshot.natRuleRange.count
    return stage("dnat", count, RuleComparison.nearest(snapshot, snapshot.natRuleRange, flow), flow)
}

private func networkStage(_ flow: Flow, _ decision: Decision, _ snapshot: Snapshot) -> Explanation.Stage {
    if decision.tier == .network, let rule = decision.rule {
        let place = snapshot.networkRuleRange.first { snapshot.rules[$0].identity == rule }
        let number = place.map { $0 - snapshot.networkRuleRange.lowerBound + 1 } ?? 0
        let verb = decision.verdict == .allow ? "allows" : "denies"
        return Explanation.Stage(
            name: "network", text: "\(rule) \(verb) it (rule \(number) of \(snapshot.networkRuleRange.count))")
    }
    if decision.reason == .noDnatForFirewallAddress {
        return Explanation.Stage(
            name: "network", text: "not asked: network rules never open the firewall's own addresses")
    }
    let nearest = RuleComparison.nearest(snapshot, snapshot.networkRuleRange, flow) { $0.verdict == .allow }
    return stage("network", snapshot.networkRuleRange.count, nearest, flow)
}

private func stage(_ name: String, _ count: Int, _ nearest: RuleComparison?, _ flow: Flow) -> Explanation.Stage {
    let looked = count == 1 ? "1 rule looked at" : "\(count) rules looked at"
    guard let nearest else { return Explanation.Stage(name: name, text: "\(looked); none comes near") }
    let miss = Explanation.NearMiss(
        rule: Explanation.RuleName(nearest.rule.identity), failed: nearest.failed, text: nearest.text(flow))
    return Explanation.Stage(
        name: name, text: "\(looked); nearest: \(nearest.rule.identity)   \(miss.text)", nearest: miss)
}
