import MoatModel
import MoatPolicy

/// Finds what would turn the verdict on a name round.
struct ApplicationChangeFinder {
    let trace: ApplicationTrace
    let resources: ResourceSet

    private var snapshot: Snapshot { trace.snapshot }

    /// Each alone is enough; the smallest first.
    func changes() -> [ProposedChange] {
        guard let decisive = trace.decisive else {
            return trace.decision.reason == .application(.noRuleMatched) ? allow() : []
        }
        guard snapshot.rules[decisive].verdict == .allow else { return overrule(decisive, .allow) }
        return overrule(decisive, .deny) + [allowing.map(ProposedChange.removal)].compactMap { $0 }
    }

    /// The rules that allow the name one after the other, none where one denies it; nil where one
    /// of them can't be removed.
    var allowing: [RuleReference]? {
        guard let decisive = trace.decisive else { return [] }
        let rules = trace.matching(from: decisive).prefix { snapshot.rules[$0].verdict == .allow }.map(trace.reference)
        return rules.allSatisfy(isWritten) ? rules : nil
    }

    /// Whether a rule is written in a manifest; those of the infrastructure collection are not.
    private func isWritten(_ rule: RuleReference) -> Bool {
        resources.ruleCollectionGroups["\(rule.policy)/\(rule.group)"]?.ruleCollections
            .contains { $0.name == rule.collection } ?? false
    }

    /// What would have the name judged, and allowed, where no rule lists the port.
    func allow() -> [ProposedChange] {
        let place = Placement(resources: resources, tier: .application).anywhere(in: snapshot.policyName, .allow)
        let fresh = place.flatMap { newRule($0, .allow, before: nil) }
        let extended = trace.nearest().flatMap(extending)
        return [extended, fresh].compactMap { $0 }
    }

    private func overrule(_ index: Int, _ action: RuleCollection.FilterAction) -> [ProposedChange] {
        let decisive = trace.reference(index)
        let placement = Placement(resources: resources, tier: .application)
        // The infrastructure collection comes last, so that every place is before it.
        let isWritten = isWritten(decisive)
        let place =
            isWritten ? placement.before(decisive, action) : placement.anywhere(in: snapshot.policyName, action)
        return place.flatMap { newRule($0, action, before: isWritten ? decisive : nil) }.map { [$0] } ?? []
    }

    private func extending(_ candidate: PassTrace.Candidate) -> ProposedChange? {
        guard candidate.missing.count == 1, let field = candidate.missing.first?.field else { return nil }
        let addition: ProposedChange.Addition
        switch field {
        case .source: addition = .init(property: "sourceAddresses", value: trace.flow.source.description)
        case .name: addition = .init(property: "targetFqdns", value: trace.name ?? trace.flow.destination.description)
        case .applicationProtocol: addition = .init(property: "protocols", value: pair)
        case .destination, .ipProtocol, .port: return nil
        }
        let reference = trace.reference(candidate.index)
        guard isWritten(reference) else { return nil }
        return ProposedChange(
            kind: .extendRule, rules: [reference], addition: addition,
            text: "\(reference): \(addition.property) + \(addition.value)")
    }

    private var pair: String { "\(trace.applicationProtocol.rawValue):\(trace.flow.destinationPort)" }

    private func newRule(
        _ place: Placement.Place, _ action: RuleCollection.FilterAction, before decisive: RuleReference?
    ) -> ProposedChange? {
        guard let name = trace.name else { return nil }
        let rule = ProposedChange.NewApplicationRule(
            policy: place.policy, group: place.group, groupPriority: place.groupPriority, collection: place.collection,
            collectionPriority: place.collectionPriority, action: action,
            name: place.ruleName("\(trace.flow.source)-to-\(name)"), protocolType: trace.applicationProtocol,
            port: trace.flow.destinationPort, sourceAddress: trace.flow.source.description, targetFqdn: name)
        var text = "new \(action.rawValue) application rule \(trace.flow.source) -> \(name) \(pair) in \(place)"
        if let decisive { text += ", judged before \(decisive)" }
        return ProposedChange(
            kind: .addApplicationRule, rules: [decisive].compactMap { $0 }, newApplicationRule: rule, text: text)
    }
}
