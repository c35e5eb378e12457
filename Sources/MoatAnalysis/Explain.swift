public import MoatModel
public import MoatPolicy

/// Explains the verdict of `evaluate` on a flow: how the flow gets to the firewall, what each
/// pass came to, and what would turn the verdict round. `resources` are those that the
/// snapshot was compiled from.
public func explain(_ flow: Flow, _ snapshot: Snapshot, _ resources: ResourceSet) -> Explanation {
    Explainer(flow: flow, snapshot: snapshot, resources: resources).explanation()
}

/// The same of a flow as people write it, which may name a server instead of an address.
/// `addresses` are what the name resolves to, and the client is taken to dial the first; where
/// there is none, the name is taken to be somewhere on the internet.
public func explain(
    _ expression: FlowExpression, addresses: [IPAddress] = [], _ snapshot: Snapshot, _ resources: ResourceSet
) -> Explanation {
    let address = addresses.first { $0.family == expression.source.family }
    let flow = expression.flow(in: snapshot, at: address)
    var explainer = Explainer(flow: flow, snapshot: snapshot, resources: resources, target: expression.target)
    if let name = expression.target?.name {
        explainer.place =
            address.map { "\(name) is at \($0), as the firewall resolves it" }
            ?? "\(name) has no address here; it is taken to be at \(flow.destination), somewhere on the internet"
    }
    return explainer.explanation()
}

private struct Explainer {
    let flow: Flow
    let snapshot: Snapshot
    let resources: ResourceSet
    /// The last word: of the proxy where the gate hands the flow to it and the name is known.
    let decision: Decision
    /// Whether the gate hands the flow to the egress proxy.
    let isForProxy: Bool
    /// What the gate finds listed.
    let gateThreat: ThreatMatch?
    let dnatPass: PassTrace
    /// Over the flow as the network rules see it: after translation where a NAT rule matched.
    let networkPass: PassTrace
    let target: NamedTarget?
    /// Where the name is, in words.
    var place: String?
    /// What the application rules say of the name, where one was given.
    let applicationPass: ApplicationTrace?

    init(flow: Flow, snapshot: Snapshot, resources: ResourceSet, target: NamedTarget? = nil) {
        self.flow = flow
        self.snapshot = snapshot
        self.resources = resources
        self.target = target
        let gate = evaluate(flow, snapshot)
        applicationPass =
            flow.ipProtocol == .tcp
            ? target.map { target in
                let type = target.applicationProtocol ?? (snapshot.lists(.https, for: flow) ? .https : .http)
                return ApplicationTrace(flow, type, target.name, path: target.path, snapshot)
            } : nil
        isForProxy = gate.verdict == .proxy
        gateThreat = gate.threat
        decision = isForProxy ? applicationPass?.decision ?? gate : gate
        dnatPass = PassTrace(.dnat, flow, snapshot)
        var translated = flow
        if let translation = dnatPass.decisive.flatMap({ snapshot.rules[$0].translation }) {
            translated.destination = .v4(translation.address)
            translated.destinationPort = translation.port
        }
        networkPass = PassTrace(.network, translated, snapshot)
    }

    func explanation() -> Explanation {
        var changes = ChangeFinder(
            decision: decision, dnatPass: dnatPass, networkPass: networkPass, resources: resources)
        if let applicationPass, flow.side == .private {
            changes.allowingByName = ApplicationChangeFinder(trace: applicationPass, resources: resources).allowing
        }
        let proposed = decision.tier == .threatIntel ? [] : applicationChanges ?? changes.changes()
        return Explanation(
            flow: FlowText.arrow(flow), side: flow.side.rawValue, name: place, verdict: decision.verdict.rawValue,
            tier: decision.tier.rawValue, reason: reason, rule: deciding, firewall: snapshot.firewallName,
            policy: snapshot.policyName,
            route: RouteTrace(flow: flow, snapshot: snapshot, resources: resources).finding(),
            threatIntel: ThreatFinding(threat, listed: listed, snapshot), dnat: dnat, network: network,
            application: application, sourceNAT: sourceNAT,
            wayBack: RouteTrace.brokenWayBack(of: flow, decision, snapshot, resources), changes: proposed,
            note: note(proposed, changes))
    }

    /// What a feed lists of it: the name where the proxy got to hear it, else the far end's address.
    private var threat: ThreatMatch? {
        isForProxy ? applicationPass?.decision.threat ?? gateThreat : gateThreat
    }

    private var listed: String {
        switch threat?.subject {
        case .name: target?.name ?? ""
        case .url: (target?.text ?? "") + (target?.path ?? "")
        case .source: "\(flow.source)"
        case .destination, nil: "\(flow.destination)"
        }
    }

    /// What would turn round what a name decides; nil where it is not for application rules.
    private var applicationChanges: [ProposedChange]? {
        guard let applicationPass else { return isForProxy ? [] : nil }
        let finder = ApplicationChangeFinder(trace: applicationPass, resources: resources)
        if isForProxy {
            if case .application(let refusal) = decision.reason, refusal != .noRuleMatched { return nil }
            return finder.changes()
        }
        return decision.reason == .defaultAction && flow.side == .private && flow.source.family == .ipv4
            ? finder.allow() : nil
    }

    private func note(_ proposed: [ProposedChange], _ changes: ChangeFinder) -> String? {
        guard proposed.isEmpty else { return nil }
        switch decision.reason {
        case .threatIntel:
            let list = threat?.subject == .name || threat?.subject == .url ? "fqdns" : "ipAddresses"
            return
                "No rule would allow it. If the feed is wrong: add it to threatIntelWhitelist.\(list) of policy \(snapshot.policyName)."
        case .awaitsName: return "Ask with the name to hear what it comes to: \(flow.source) to https://NAME"
        case .dnsProxy: return "Nothing but turning enableProxy off would deny it: every client inside may ask."
        case .application(let refusal) where refusal != .noRuleMatched:
            return "No rule would allow it: the proxy refuses what it cannot judge."
        default:
            guard applicationChanges == nil else {
                return
                    "No single rule would turn this round: no priority is free before the deciding rule; raise its number first."
            }
            return changes.note
        }
    }

    private var deciding: RuleReference? {
        switch decision.tier {
        case .dnat: dnatPass.decisive.map(dnatPass.reference)
        case .network: networkPass.decisive.map(networkPass.reference)
        case .application: applicationPass.flatMap { pass in pass.decisive.map(pass.reference) }
        case .threatIntel, .dns, .default: nil
        }
    }

    private var reason: String {
        let rule = deciding.map { "\($0)" } ?? ""
        switch decision.reason {
        case .threatIntel:
            return threat.map { "\(listed) is listed by \($0.info.feed): \($0.info.description)" } ?? ""
        case .rule: return rule
        case .dnat: return rule
        case .dnatDeniedByNetworkRule:
            return "\(rule) denies what \(dnatPass.decisive.map { "\(dnatPass.reference($0))" } ?? "") let in"
        case .noDnatForFirewallAddress:
            return "\(flow.destination) is the firewall's own address, and no DNAT rule claims the flow"
        case .awaitsName: return "the name decides"
        case .dnsProxy: return "the firewall's own DNS proxy answers"
        case .application(let refusal): return refusal.rawValue
        case .defaultAction: return "no rule matched"
        }
    }

    private var dnat: PassFinding {
        guard decision.tier != .threatIntel || isForProxy else { return notReached(Self.refusedBefore, dnatPass) }
        let isOwn = snapshot.isOwnAddress(flow.destination)
        let nearest = dnatPass.decisive == nil && isOwn ? dnatPass.nearest { $0.destination } : nil
        let text: String
        if let index = dnatPass.decisive, let target = snapshot.rules[index].translation {
            text =
                "\(dnatPass.count(upTo: index)); \(dnatPass.reference(index)) sends it to \(target.address):\(target.port)"
                + (decision.tier == .dnat ? " and lets it in" : "")
        } else if !isOwn {
            text = "not inbound: \(flow.destination) is no address of the firewall"
        } else if let miss = dnatPass.nearMiss(nearest) {
            text = "\(dnatPass.count(upTo: nil)); nearest: \(miss.text)"
        } else {
            text = "\(dnatPass.count(upTo: nil)); none is near"
        }
        return PassFinding(
            rules: dnatPass.range.count, rulesLookedAt: lookedAt(dnatPass),
            decidedBy: dnatPass.decisive.map(dnatPass.reference), nearest: dnatPass.nearMiss(nearest), text: text)
    }

    private var network: PassFinding {
        switch decision.reason {
        case .threatIntel where !isForProxy: return notReached(Self.refusedBefore)
        case .noDnatForFirewallAddress:
            return notReached("not looked at: network rules never open the firewall's own addresses")
        case .dnsProxy:
            return notReached("not looked at: queries to the firewall's DNS proxy need no rule")
        case .dnat where !snapshot.networkRulesCanDenyDNAT:
            return notReached("not looked at: a DNAT rule has let the flow in")
        case .dnat:
            let text = networkPass.decisive.map { "\(networkPass.reference($0)) allows it too" } ?? "none denies it"
            return PassFinding(
                rules: networkPass.range.count, rulesLookedAt: lookedAt(networkPass), decidedBy: nil,
                text: "\(networkPass.count(upTo: networkPass.decisive)) for the translated flow; \(text)")
        case .rule, .dnatDeniedByNetworkRule, .defaultAction, .awaitsName, .application, .threatIntel:
            break
        }
        if let index = networkPass.decisive {
            return PassFinding(
                rules: networkPass.range.count, rulesLookedAt: lookedAt(networkPass),
                decidedBy: networkPass.reference(index),
                text: "\(networkPass.count(upTo: index)); \(networkPass.reference(index)) "
                    + "\(snapshot.rules[index].verdict == .allow ? "allows" : "denies") \(snapshot.rules[index].match)")
        }
        let nearest = networkPass.nearMiss(networkPass.nearest())
        return PassFinding(
            rules: networkPass.range.count, rulesLookedAt: lookedAt(networkPass), nearest: nearest,
            text: networkPass.count(upTo: nil)
                + (nearest.map { "; nearest: \($0.text)" } ?? (networkPass.range.isEmpty ? "" : "; none is near")))
    }

    private var application: PassFinding? {
        let pass = snapshot.range(of: .application)
        func untouched(_ text: String) -> PassFinding {
            PassFinding(rules: pass.count, rulesLookedAt: 0, text: text)
        }
        if isForProxy {
            return applicationPass?.finding()
                ?? untouched("the name decides, and only the connection itself tells it")
        }
        let isListed = snapshot.lists(.https, for: flow) || snapshot.lists(.http, for: flow)
        if decision.tier == .network, let index = networkPass.decisive, isListed, flow.ipProtocol == .tcp {
            return untouched(
                "not looked at: \(networkPass.reference(index)) decides before application rules are asked\(reach(of: index))\(missed)"
            )
        }
        if decision.reason == .defaultAction, applicationPass != nil {
            return untouched(
                isListed
                    ? "not looked at: application rules are for flows from the private side"
                    : "not looked at: none lists port \(flow.destinationPort) for \(flow.source), so no name is asked for"
            )
        }
        return nil
    }

    /// That a network rule leaves the application rules nothing to decide.
    private func reach(of index: Int) -> String {
        let destinations = RuleFields(snapshot.rules[index]).destinations
        guard destinations.contains("*") || destinations.contains("0.0.0.0/0") else { return "" }
        return
            ", and it covers every destination: no application rule for port \(flow.destinationPort) is ever asked"
    }

    /// What the application rules would have said.
    private var missed: String {
        guard let applicationPass else { return "" }
        guard let index = applicationPass.decisive else {
            return "; none of them matches \(target?.text ?? "it")"
        }
        let verb = snapshot.rules[index].verdict == .allow ? "allow" : "deny"
        return "; \(applicationPass.reference(index)) would \(verb) \(target?.text ?? "it")"
    }

    private func lookedAt(_ pass: PassTrace) -> Int {
        pass.decisive.map { $0 - pass.range.lowerBound + 1 } ?? pass.range.count
    }

    private static let refusedBefore = "not looked at: threat intelligence decides before every rule"

    private func notReached(_ text: String, _ pass: PassTrace? = nil) -> PassFinding {
        PassFinding(rules: (pass ?? networkPass).range.count, rulesLookedAt: 0, text: text)
    }

    private var sourceNAT: SourceNATFinding? {
        guard decision.verdict == .allow, decision.tier != .dns else { return nil }
        if decision.tier == .application, case .v4(let client) = flow.source, case .v4(let server) = flow.destination {
            let address = snapshot.egressAddress(for: client, to: server)
            return SourceNATFinding(
                address: address.description, isTranslated: true,
                text: "leaves as \(address): the proxy connects to \(target?.name ?? "the server") itself")
        }
        switch decision.sourceNAT {
        case .publicAddress(let index) where snapshot.publicAddresses.indices.contains(index):
            let address = snapshot.publicAddresses[index]
            let count = snapshot.publicAddresses.count
            let which =
                count == 1 ? "" : " (public address \(index + 1) of \(count), always the same for \(flow.source))"
            return SourceNATFinding(
                address: address.description, isTranslated: true, text: "leaves as \(address)\(which)")
        case .publicAddress, .none:
            return SourceNATFinding(
                address: flow.source.description, isTranslated: false,
                text: "keeps \(flow.source): \(reasonForKeeping)")
        case .privateAddress:
            let address = snapshot.privateAddress
            return SourceNATFinding(
                address: address.description, isTranslated: true,
                text: "leaves as \(address), the firewall's private address: \(reasonForPrivateAddress)")
        }
    }

    private var reasonForKeeping: String {
        guard flow.source.family == .ipv4 else { return "IPv6 is never translated" }
        guard decision.tier != .dnat else { return "the server sees the client (inboundSnat is off)" }
        guard flow.side == .private else { return "only flows from the private side are translated" }
        switch snapshot.sourceNATPolicy {
        case .never: return "privateRanges is 0.0.0.0/0, so nothing is translated"
        case .always: return "it is not translated"
        case .exceptTo(let ranges):
            let range = ranges.first { $0.contains(flow.destination) }
            return "\(flow.destination) is in the private range \(range?.description ?? "")"
        }
    }

    private var reasonForPrivateAddress: String {
        guard decision.tier == .dnat else { return "\(flow.destination) is inside, where no public address is known" }
        return flow.side == .private
            ? "client and server are both inside, and the reply must come back through the firewall"
            : "inboundSnat is on"
    }
}
