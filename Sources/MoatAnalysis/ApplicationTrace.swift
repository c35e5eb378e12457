import MoatModel
import MoatPolicy

/// Walks the application rules as `evaluate` would for one name, and remembers what came near.
struct ApplicationTrace {
    let flow: Flow
    let applicationProtocol: ApplicationRule.ProtocolType
    /// As the client sends it; nil where it sends none.
    let name: String?
    let snapshot: Snapshot
    let decision: Decision
    /// The pass's places in `snapshot.rules`.
    let range: Range<Int>
    /// The rule that decides, where one does.
    let decisive: Int?

    init(
        _ flow: Flow, _ applicationProtocol: ApplicationRule.ProtocolType, _ name: String?, path: String = "/",
        _ snapshot: Snapshot
    ) {
        self.flow = flow
        self.applicationProtocol = applicationProtocol
        self.name = name
        self.snapshot = snapshot
        let content: ApplicationRequest.Content =
            applicationProtocol == .https
            ? .tls(serverName: name) : .http(host: name ?? "\(flow.destination)", port: nil, target: path)
        let decision = evaluate(ApplicationRequest(flow: flow, content: content), snapshot)
        let range = snapshot.range(of: .application)
        self.decision = decision
        self.range = range
        decisive = decision.rule.flatMap { rule in range.first { snapshot.rules[$0].identity == rule } }
    }

    /// Every rule from `start` on that matches.
    func matching(from start: Int) -> [Int] {
        range.filter { $0 >= start && match($0).all }
    }

    func reference(_ index: Int) -> RuleReference {
        RuleReference(snapshot.rules[index], index: index)
    }

    private func match(_ index: Int) -> ApplicationFieldMatch {
        snapshot.match(
            applicationRule: index, applicationProtocol, name: name ?? "\(flow.destination)", flow)
    }

    /// The allowing rule with the fewest fields amiss, and of equals the first; nil where even
    /// that one has more than two amiss.
    func nearest() -> PassTrace.Candidate? {
        var best: PassTrace.Candidate?
        for index in range where snapshot.rules[index].verdict == .allow {
            let match = match(index)
            guard !match.all, case .application(let rule) = snapshot.rules[index].source else { continue }
            let candidate = PassTrace.Candidate(index: index, fields: findings(match, rule))
            if candidate.missing.count < best?.missing.count ?? 3 { best = candidate }
        }
        return best
    }

    private func findings(_ match: ApplicationFieldMatch, _ rule: ApplicationRule) -> [FieldFinding] {
        let sources = rule.sourceAddresses.map(\.description) + rule.sourceIpGroups.map { "group \($0)" }
        let names = rule.targetFqdns.map(\.description) + rule.fqdnTags.map { "tag \($0)" }
        let wanted = name ?? "\(flow.destination)"
        var findings = [
            finding(.source, match.source, "\(flow.source) is not in \(RuleFields.list(sources))"),
            finding(.name, match.name, "\(wanted) is not \(RuleFields.list(names))"),
        ]
        if !rule.destinationAddresses.isEmpty {
            let destinations = rule.destinationAddresses.map(\.description)
            findings.append(
                finding(
                    .destination, match.destination, "\(flow.destination) is not in \(RuleFields.list(destinations))")
            )
        }
        let pairs = rule.protocols.map { "\($0.protocolType.rawValue):\($0.port)" }
        findings.append(
            finding(
                .applicationProtocol, match.service,
                "\(applicationProtocol.rawValue):\(flow.destinationPort) is not \(RuleFields.list(pairs))"))
        return findings.filter(\.matches) + findings.filter { !$0.matches }
    }

    private func finding(_ field: FieldFinding.Field, _ matches: Bool, _ miss: String) -> FieldFinding {
        FieldFinding(field: field, matches: matches, text: "\(field.rawValue) \(matches ? "ok" : miss)")
    }

    /// `3 of 7 rules looked at`
    func count(upTo index: Int?) -> String {
        PassTrace.count(range, upTo: index)
    }

    /// What the pass came to.
    func finding() -> PassFinding {
        let lookedAt = decisive.map { $0 - range.lowerBound + 1 } ?? range.count
        if let decisive {
            return PassFinding(
                rules: range.count, rulesLookedAt: lookedAt, decidedBy: reference(decisive),
                text: "\(count(upTo: decisive)); \(reference(decisive)) "
                    + "\(snapshot.rules[decisive].verdict == .allow ? "allows" : "denies") \(snapshot.rules[decisive].match)"
            )
        }
        guard decision.reason == .application(.noRuleMatched) else {
            let why = decision.tier == .threatIntel ? "threat intelligence decides first" : decision.reason.logText
            return PassFinding(rules: range.count, rulesLookedAt: 0, text: "no rule looked at: \(why)")
        }
        let nearest = nearest().map { NearMiss(rule: reference($0.index), fields: $0.fields) }
        return PassFinding(
            rules: range.count, rulesLookedAt: lookedAt, nearest: nearest,
            text: count(upTo: nil)
                + (nearest.map { "; nearest: \($0.text)" } ?? (range.isEmpty ? "" : "; none is near")))
    }
}
