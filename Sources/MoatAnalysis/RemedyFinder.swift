import MoatModel
import MoatPolicy

/// Finds a change of the policy after which a flow gets the other verdict.
struct RemedyFinder {
    let snapshot: Snapshot
    let resources: ResourceSet
    let flow: Flow
    let decision: Decision

    func remedy() -> Explanation.Remedy {
        switch (decision.verdict, decision.rule) {
        case (.deny, let rule?): return judgedFirst(rule, action: "Allow")
        case (.deny, nil):
            if decision.reason == .noDnatForFirewallAddress { return newDNATRule() }
            return widened() ?? newRule()
        case (.allow, let rule?):
            if decision.tier == .dnat, !snapshot.vetoesDNAT { return narrowed(rule) }
            return judgedFirst(rule, action: "Deny")
        case (.allow, nil):
            return Explanation.Remedy(text: "nothing: no rule made this decision")
        }
    }

    /// Adds what is missing to the allow rule that came nearest. Nothing else matches the
    /// flow, so this rule will decide.
    private func widened() -> Explanation.Remedy? {
        guard
            let near = RuleComparison.nearest(
                snapshot, snapshot.networkRuleRange, flow, where: { $0.verdict == .allow }),
            near.failed.count <= 2
        else { return nil }
        var remedy = Explanation.Remedy(text: "", rule: Explanation.RuleName(near.rule.identity))
        var parts: [String] = []
        for field in near.failed {
            switch field {
            case "source":
                remedy.addSource = flow.source.description
                parts.append("sourceAddresses + \(flow.source)")
            case "destination":
                remedy.addDestination = flow.destination.description
                parts.append("destinationAddresses + \(flow.destination)")
            case "protocol":
                guard let name = protocolName else { return nil }
                remedy.addProtocol = name.rawValue
                parts.append("ipProtocols + \(name.rawValue)")
            default:
                remedy.addPort = "\(flow.destinationPort)"
                parts.append("destinationPorts + \(flow.destinationPort)")
            }
        }
        remedy.text = "\(near.rule.identity): \(parts.joined(separator: ", "))"
        return remedy
    }

    private var protocolName: RuleProtocol? {
        switch flow.ipProtocol {
        case .tcp: .tcp
        case .udp: .udp
        case .icmp, .icmpv6: .icmp
        default: nil
        }
    }

    private var flowText: String {
        FlowText.text(flow)
    }

    private func newRule() -> Explanation.Remedy {
        Explanation.Remedy(text: "a new Allow network rule for \(flowText); no rule comes near it")
    }

    private func newDNATRule() -> Explanation.Remedy {
        if case .v4(let address) = flow.destination, snapshot.publicAddresses.contains(address),
            flow.ipProtocol.hasPorts
        {
            return Explanation.Remedy(
                text: "a DNAT rule for \(flowText), with the address and port of the server that shall answer")
        }
        return Explanation.Remedy(
            text: "nothing in a policy: the firewall's own addresses are not a destination of network rules")
    }

    private func narrowed(_ rule: RuleIdentity) -> Explanation.Remedy {
        Explanation.Remedy(
            text:
                "\(rule): narrow its sourceAddresses so that \(flow.source) is not among them; a DNAT rule lets in what it translates, and network rules are not asked"
        )
    }

    /// A new collection that is judged before the one that decided.
    private func judgedFirst(_ rule: RuleIdentity, action: String) -> Explanation.Remedy {
        let key = "\(rule.policy)/\(rule.group)"
        guard let group = resources.ruleCollectionGroups[key],
            let collection = group.ruleCollections.first(where: { $0.name == rule.collection })
        else { return Explanation.Remedy(text: "a rule that is judged before \(rule)") }
        let taken = Set(group.ruleCollections.map(\.priority))
        guard collection.priority > 100,
            let priority = (100..<collection.priority).reversed().first(where: { !taken.contains($0) })
        else {
            return Explanation.Remedy(
                text:
                    "\(rule) decides, and no priority is free before its collection (\(collection.priority)): raise that number, or narrow the rule",
                rule: Explanation.RuleName(rule))
        }
        let place = Explanation.Remedy.NewCollection(
            policy: rule.policy, group: rule.group, priority: priority, action: action)
        return Explanation.Remedy(
            text:
                "\(action == "Allow" ? "an" : "a") \(action) collection for \(flowText) before \(rule): group \(rule.group) of policy \(rule.policy), priority \(priority) (now \(collection.priority) decides)",
            newCollection: place)
    }
}

extension Explanation.RuleName {
    init(_ identity: RuleIdentity) {
        self.init(policy: identity.policy, group: identity.group, collection: identity.collection, rule: identity.rule)
    }
}

/// A flow as people write it.
enum FlowText {
    static func text(_ flow: Flow) -> String {
        "\(flow.source) -> \(endpoint(flow.destination, flow.destinationPort, flow.ipProtocol))/\(flow.ipProtocol.description.lowercased())"
    }

    private static func endpoint(_ address: IPAddress, _ port: UInt16, _ ipProtocol: IPProtocol) -> String {
        guard ipProtocol.hasPorts else { return "\(address)" }
        return address.family == .ipv6 ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
