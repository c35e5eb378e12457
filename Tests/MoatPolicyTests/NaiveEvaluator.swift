import MoatModel

@testable import MoatPolicy

/// The semantics of rules once more, straight from their description: loops over the model
/// and nothing else. What `evaluate` says must be what this says.
struct NaiveEvaluator {
    var resources: ResourceSet
    var serviceTags: [String: [IPPrefix]]
    var firewall: Firewall

    /// A decision in words, so that a difference can be read.
    struct Answer: Hashable, CustomStringConvertible {
        var verdict: String
        var tier: String
        var rule: String
        var reason: Decision.Reason
        var translation: String
        var sourceNAT: Decision.SourceNAT

        var description: String { "\(verdict) \(tier) \(rule) \(reason) \(translation) \(sourceNAT)" }
    }

    func answer(_ flow: Flow) -> Answer {
        let policies = chain()
        for (group, collection) in collections(policies) {
            guard case .nat(let rules) = collection.rules else { continue }
            for rule in rules where matches(rule, flow) {
                guard case .v4(let address) = rule.translatedAddress else { continue }
                let name = "\(group.firewallPolicy)/\(group.name)/\(collection.name)/\(rule.name)"
                if policies.contains(where: \.networkRulesCanDenyDnat) {
                    var translated = flow
                    translated.destination = rule.translatedAddress
                    translated.destinationPort = rule.translatedPort
                    if let (name, action) = networkMatch(translated, policies), action == .deny {
                        return Answer(
                            verdict: "deny", tier: "network", rule: name, reason: .dnatDeniedByNetworkRule,
                            translation: "", sourceNAT: .none)
                    }
                }
                let snat = policies.contains(where: \.snat.inboundSnat) || flow.side == .private
                return Answer(
                    verdict: "allow", tier: "dnat", rule: name, reason: .dnat,
                    translation: "\(address):\(rule.translatedPort)", sourceNAT: snat ? .privateAddress : .none)
            }
        }
        if ownAddresses().contains(flow.destination) {
            return Answer(
                verdict: "deny", tier: "default", rule: "", reason: .noDnatForFirewallAddress, translation: "",
                sourceNAT: .none)
        }
        if let (name, action) = networkMatch(flow, policies) {
            return Answer(
                verdict: action == .allow ? "allow" : "deny", tier: "network", rule: name, reason: .rule,
                translation: "", sourceNAT: action == .allow ? sourceNAT(flow, policies) : .none)
        }
        return Answer(
            verdict: "deny", tier: "default", rule: "", reason: .defaultAction, translation: "", sourceNAT: .none)
    }

    /// Parents first.
    private func chain() -> [FirewallPolicy] {
        var chain: [FirewallPolicy] = []
        var name: String? = firewall.firewallPolicy
        while let policy = name.flatMap({ resources.firewallPolicies[$0] }) {
            chain.insert(policy, at: 0)
            name = policy.basePolicy
        }
        return chain
    }

    private func collections(_ policies: [FirewallPolicy]) -> [(RuleCollectionGroup, RuleCollection)] {
        policies.flatMap { policy in
            resources.ruleCollectionGroups.values.filter { $0.firewallPolicy == policy.name }
                .sorted { $0.priority < $1.priority }
                .flatMap { group in
                    group.ruleCollections.sorted { $0.priority < $1.priority }.map { (group, $0) }
                }
        }
    }

    private func networkMatch(
        _ flow: Flow, _ policies: [FirewallPolicy]
    ) -> (String, RuleCollection.FilterAction)? {
        for (group, collection) in collections(policies) {
            guard case .network(let action, let rules) = collection.rules else { continue }
            for rule in rules where matches(rule, flow) {
                return ("\(group.firewallPolicy)/\(group.name)/\(collection.name)/\(rule.name)", action)
            }
        }
        return nil
    }

    private func matches(_ rule: NatRule, _ flow: Flow) -> Bool {
        flow.source.family == flow.destination.family
            && holds(flow.source, rule.sourceAddresses, rule.sourceIpGroups)
            && rule.destinationAddresses.contains(flow.destination)
            && rule.ipProtocols.contains {
                $0 == .tcp && flow.ipProtocol == .tcp || $0 == .udp && flow.ipProtocol == .udp
                    || $0 == .any && flow.ipProtocol.hasPorts
            }
            && rule.destinationPorts.contains { $0.contains(flow.destinationPort) }
    }

    private func matches(_ rule: NetworkRule, _ flow: Flow) -> Bool {
        flow.source.family == flow.destination.family
            && holds(flow.source, rule.sourceAddresses, rule.sourceIpGroups)
            && holds(flow.destination, rule.destinationAddresses, rule.destinationIpGroups)
            && rule.ipProtocols.contains { service($0, rule.destinationPorts, flow) }
    }

    private func service(_ ruleProtocol: RuleProtocol, _ ports: [PortRange], _ flow: Flow) -> Bool {
        let portMatches = ports.contains { $0.contains(flow.destinationPort) }
        switch ruleProtocol {
        case .tcp: return flow.ipProtocol == .tcp && portMatches
        case .udp: return flow.ipProtocol == .udp && portMatches
        case .icmp: return flow.ipProtocol == (flow.destination.family == .ipv4 ? .icmp : .icmpv6)
        case .any: return ports.contains(.all) || flow.ipProtocol.hasPorts && portMatches
        }
    }

    private func holds(_ address: IPAddress, _ specifiers: [AddressSpecifier], _ groups: [String]) -> Bool {
        specifiers.contains { specifier in
            switch specifier {
            case .any: true
            case .prefix(let prefix): prefix.contains(address)
            case .range(let range): range.contains(address)
            case .serviceTag(let tag): (serviceTags[tag] ?? []).contains { $0.contains(address) }
            }
        }
            || groups.contains { group in
                holds(address, resources.ipGroups[group]?.ipAddresses ?? [], [])
            }
    }

    private func ownAddresses() -> [IPAddress] {
        let publicAddresses = firewall.ipConfigurations.compactMap {
            resources.publicIPAddresses[$0.publicIPAddress]?.ipAddress
        }
        let subnet = firewall.subnet.flatMap { reference in
            resources.virtualNetworks[reference.virtualNetwork]?.subnets.first { $0.name == reference.subnet }
        }
        return publicAddresses + (subnet?.addressPrefixes ?? []).map(Firewall.privateAddress(in:))
    }

    private func sourceNAT(_ flow: Flow, _ policies: [FirewallPolicy]) -> Decision.SourceNAT {
        guard flow.side == .private, flow.destination.family == .ipv4 else { return .none }
        let ranges =
            policies.last { $0.snat.privateRanges != nil }?.snat.privateRanges
            ?? FirewallPolicy.SNAT.defaultPrivateRanges
        let network = firewall.subnet.flatMap { resources.virtualNetworks[$0.virtualNetwork] }
        if ranges.map(\.description) == ["0.0.0.0/0"] { return .none }
        if ranges.map(\.description) != ["255.255.255.255/32"],
            ranges.contains(where: { $0.contains(flow.destination) })
        {
            return .none
        }
        let inside = FirewallPolicy.SNAT.defaultPrivateRanges + (network?.addressPrefixes ?? [])
        if inside.contains(where: { $0.contains(flow.destination) }) { return .privateAddress }
        guard case .v4(let source) = flow.source else { return .none }
        return .publicAddress(
            SourceTranslation.bucket(of: source.rawValue, among: firewall.ipConfigurations.count))
    }
}

extension NaiveEvaluator.Answer {
    init(_ decision: Decision) {
        self.init(
            verdict: decision.verdict.rawValue, tier: decision.tier.rawValue,
            rule: decision.rule.map { "\($0.policy)/\($0.group)/\($0.collection)/\($0.rule)" } ?? "",
            reason: decision.reason,
            translation: decision.translation.map { "\($0.address):\($0.port)" } ?? "", sourceNAT: decision.sourceNAT)
    }
}
