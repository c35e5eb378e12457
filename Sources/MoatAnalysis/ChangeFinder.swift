import MoatModel
import MoatPolicy

/// Finds what would turn a verdict round.
struct ChangeFinder {
    let decision: Decision
    let dnatPass: PassTrace
    let networkPass: PassTrace
    let resources: ResourceSet
    /// The application rules that would allow the flow's name if no network rule did; nil where
    /// one of them can't be removed.
    var allowingByName: [RuleReference]? = []

    private var snapshot: Snapshot { dnatPass.snapshot }

    /// Each alone is enough; the smallest first.
    func changes() -> [ProposedChange] {
        switch decision.reason {
        case .defaultAction: allowByDefault()
        case .noDnatForFirewallAddress: allowToFirewallAddress()
        case .rule where decision.verdict == .deny: overrule(.allow)
        case .dnatDeniedByNetworkRule: overrule(.allow)
        case .rule: overrule(.deny) + [networkRemoval].compactMap { $0 }
        case .dnat: denyInbound()
        case .awaitsName, .dnsProxy, .threatIntel: []
        // Application rules can do nothing for a client that sends no name; network rules can.
        case .application: allowByDefault()
        }
    }

    /// Why there is no change to propose, where there is none.
    var note: String? {
        guard changes().isEmpty else { return nil }
        if decision.reason == .noDnatForFirewallAddress {
            return isPublicAddress(dnatPass.flow.destination)
                ? "Nothing would allow it: DNAT alone leads through a public address, and DNAT is for TCP and UDP."
                : "Nothing would allow it: no rule opens the firewall's private address."
        }
        return "No single rule would turn this round: no priority is free before "
            + "\(networkPass.decisive.map { "\(networkPass.reference($0))" } ?? "the others"); raise its number first."
    }

    // MARK: - From deny to allow

    private func allowByDefault() -> [ProposedChange] {
        let placement = Placement(resources: resources).anywhere(in: snapshot.policyName, .allow)
        let fresh = placement.map { newRule($0, .allow, before: nil) }
        guard let candidate = networkPass.nearest(), let wider = extending(candidate, networkPass) else {
            return [fresh].compactMap { $0 }
        }
        return wider.widens ? [wider.change, fresh].compactMap { $0 } : [wider.change]
    }

    private func allowToFirewallAddress() -> [ProposedChange] {
        let flow = dnatPass.flow
        guard flow.ipProtocol.hasPorts, isPublicAddress(flow.destination) else { return [] }
        let fresh = ProposedChange(
            kind: .addNatRule, rules: [],
            text: "new DNAT rule for \(FlowText.target(flow)) to the server that should answer")
        guard let candidate = dnatPass.nearest(), let wider = extending(candidate, dnatPass) else {
            return [fresh]
        }
        return [wider.change, fresh]
    }

    private func isPublicAddress(_ address: IPAddress) -> Bool {
        snapshot.publicAddresses.contains { .v4($0) == address }
    }

    private func overrule(_ action: RuleCollection.FilterAction) -> [ProposedChange] {
        guard let index = networkPass.decisive else { return [] }
        let decisive = networkPass.reference(index)
        if let placement = Placement(resources: resources).before(decisive, action) {
            return [newRule(placement, action, before: decisive)]
        }
        // No priority is free before the deciding rule, so that rule itself has to go.
        let later = networkPass.matching(from: index)
        let opposing = later.prefix { snapshot.rules[$0].verdict == snapshot.rules[index].verdict }
        let turnsRound = action == .deny || opposing.count < later.count
        return turnsRound ? [ProposedChange.removal(of: opposing.map(networkPass.reference))] : []
    }

    // MARK: - From allow to deny

    private func denyInbound() -> [ProposedChange] {
        var changes: [ProposedChange] = []
        if snapshot.networkRulesCanDenyDNAT {
            let place = Placement(resources: resources)
            let decisive = networkPass.decisive.map(networkPass.reference)
            let placement = decisive.map { place.before($0, .deny) } ?? place.anywhere(in: snapshot.policyName, .deny)
            if let placement { changes.append(newRule(placement, .deny, before: decisive)) }
        }
        var rules = blockers(from: dnatPass.decisive, in: dnatPass)
        if !snapshot.isOwnAddress(dnatPass.flow.destination) {
            // Without the NAT rules the network rules judge the flow as it arrived.
            let untranslated = PassTrace(.network, dnatPass.flow, snapshot)
            rules += blockers(from: untranslated.decisive, in: untranslated)
        }
        return changes + [ProposedChange.removal(of: rules)]
    }

    /// Where no network rule is left that denies the flow, the application rules are asked at last.
    private var networkRemoval: ProposedChange? {
        guard let decisive = networkPass.decisive else { return nil }
        let rules = blockers(from: decisive, in: networkPass)
        guard rules.count == networkPass.matching(from: decisive).count else {
            return ProposedChange.removal(of: rules)
        }
        return allowingByName.map { ProposedChange.removal(of: rules + $0) }
    }

    /// The rules that allow the flow one after the other, until one denies it or none is left.
    private func blockers(from start: Int?, in pass: PassTrace) -> [RuleReference] {
        guard let start else { return [] }
        return pass.matching(from: start).prefix { snapshot.rules[$0].verdict == .allow }.map(pass.reference)
    }

    // MARK: - Changes

    private func newRule(
        _ placement: Placement.Place, _ action: RuleCollection.FilterAction, before decisive: RuleReference?
    ) -> ProposedChange {
        let flow = networkPass.flow
        let ipProtocol = Self.ruleProtocol(of: flow)
        let rule = ProposedChange.NewRule(
            policy: placement.policy, group: placement.group, groupPriority: placement.groupPriority,
            collection: placement.collection, collectionPriority: placement.collectionPriority, action: action,
            name: placement.ruleName(for: flow), ipProtocols: [ipProtocol ?? .any],
            sourceAddress: flow.source.description, destinationAddress: flow.destination.description,
            destinationPort: flow.ipProtocol.hasPorts ? "\(flow.destinationPort)" : "*")
        var text = "new \(action.rawValue) rule \(flow.source) -> \(FlowText.target(flow)) in \(placement)"
        if ipProtocol == nil { text += ", with protocol Any, as rules can't name \(FlowText.name(of: flow))" }
        if let decisive { text += ", judged before \(decisive)" }
        return ProposedChange(kind: .addRule, rules: [decisive].compactMap { $0 }, newRule: rule, text: text)
    }

    /// The rule with what is amiss added, where that is one field and can be added.
    private func extending(
        _ candidate: PassTrace.Candidate, _ pass: PassTrace
    ) -> (change: ProposedChange, widens: Bool)? {
        guard candidate.missing.count == 1, let field = candidate.missing.first?.field else { return nil }
        let flow = pass.flow
        let addition: ProposedChange.Addition
        switch field {
        case .source: addition = .init(property: "sourceAddresses", value: flow.source.description)
        case .destination: addition = .init(property: "destinationAddresses", value: flow.destination.description)
        case .port: addition = .init(property: "destinationPorts", value: "\(flow.destinationPort)")
        case .ipProtocol:
            guard let ipProtocol = Self.ruleProtocol(of: flow) else { return nil }
            addition = .init(property: "ipProtocols", value: ipProtocol.rawValue)
        case .name, .applicationProtocol: return nil
        }
        let reference = pass.reference(candidate.index)
        let fields = RuleFields(snapshot.rules[candidate.index])
        let widens = widens(fields, adding: field, flow)
        let text =
            "\(reference): \(addition.property) + \(addition.value)"
            + (widens ? "   (opens \(fields.text(replacing: field, with: addition.value)))" : "")
        let change = ProposedChange(kind: .extendRule, rules: [reference], addition: addition, text: text)
        return (change, widens)
    }

    /// Whether the rule with the addition would match more than this flow and what it
    /// matches already.
    private func widens(_ rule: RuleFields, adding field: FieldFinding.Field, _ flow: Flow) -> Bool {
        let others: [(field: FieldFinding.Field, isExact: Bool)] = [
            (.source, rule.sources == [flow.source.description]),
            (.destination, rule.destinations == [flow.destination.description]),
            (.ipProtocol, rule.ipProtocols.count == 1 && rule.ipProtocols != [.any]),
            (.port, !flow.ipProtocol.hasPorts || rule.ports == [PortRange(flow.destinationPort)]),
        ]
        return others.contains { $0.field != field && !$0.isExact }
    }

    /// What a rule calls the flow's protocol; nil for those that only `Any` covers.
    private static func ruleProtocol(of flow: Flow) -> RuleProtocol? {
        switch flow.ipProtocol {
        case .tcp: .tcp
        case .udp: .udp
        case .icmp where flow.destination.family == .ipv4: .icmp
        case .icmpv6 where flow.destination.family == .ipv6: .icmp
        default: nil
        }
    }
}
