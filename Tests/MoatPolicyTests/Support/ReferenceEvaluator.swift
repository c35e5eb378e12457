import MoatModel
import MoatPolicy

/// The semantics once more, straight from their text: loops over the resources, no
/// compilation, no cleverness. What `evaluate` says is held against it.
struct ReferenceEvaluator {
    struct Verdict: Hashable, CustomStringConvertible {
        var allow: Bool
        var tier: Decision.Tier
        /// `policy/group/collection/rule`
        var rule: String?
        var reason: Decision.Reason
        var translation: Decision.Translation?
        /// `none`, `private` or `public`
        var sourceNAT: String
        /// `Deny source feed: description`
        var threat: String?

        var description: String {
            "\(allow ? "allow" : "deny") \(tier) \(rule ?? "-") \(reason) \(translation.map { "\($0)" } ?? "-") "
                + "\(sourceNAT) \(threat ?? "-")"
        }
    }

    let resources: ResourceSet
    let serviceTags: any ServiceTagSource
    let publicAddresses = ["198.51.100.10", "198.51.100.11"]
    let privateAddresses = ["10.0.3.4", "fd00:10:0:3::4"]
    let networkPrefix = prefix("10.0.0.0/16")
    var threats = ReferenceThreats()

    func evaluate(_ flow: Flow) -> Verdict {
        guard let threat = threat(flow) else { return judgeByRules(flow) }
        if chain.first?.threatIntelMode == .deny {
            return Verdict(
                allow: false, tier: .threatIntel, reason: .threatIntel, sourceNAT: "none", threat: "Deny \(threat)")
        }
        var verdict = judgeByRules(flow)
        verdict.threat = "Alert \(threat)"
        return verdict
    }

    private func threat(_ flow: Flow) -> String? {
        guard chain.first?.threatIntelMode != .off else { return nil }
        let address = flow.side == .public ? flow.source : flow.destination
        let isOwn =
            (publicAddresses + privateAddresses).contains(address.description) || networkPrefix.contains(address)
            || prefix("fd00:10::/48").contains(address)
        let isAllowed = chain.contains { contains($0.threatIntelWhitelist.ipAddresses, [], address) }
        guard !isOwn, !isAllowed, let info = threats.info(of: address) else { return nil }
        return "\(flow.side == .public ? "source" : "destination") \(info.feed): \(info.description)"
    }

    private func judgeByRules(_ flow: Flow) -> Verdict {
        for (rule, name) in natRules where matches(rule, flow) {
            guard case .v4(let target) = rule.translatedAddress else { continue }
            if chain.contains(where: \.networkRulesCanDenyDnat) {
                var translated = flow
                translated.destination = rule.translatedAddress
                translated.destinationPort = rule.translatedPort
                if let first = networkRules.first(where: { matches($0.rule, translated) }), first.action == .deny {
                    return Verdict(
                        allow: false, tier: .network, rule: first.name, reason: .dnatDeniedByNetworkRule,
                        sourceNAT: "none")
                }
            }
            let toFirewall = flow.side == .private || chain.contains(where: \.snat.inboundSnat)
            return Verdict(
                allow: true, tier: .dnat, rule: name, reason: .dnat,
                translation: .init(address: target, port: rule.translatedPort),
                sourceNAT: toFirewall ? "private" : "none")
        }
        if (publicAddresses + privateAddresses).contains(flow.destination.description) {
            return Verdict(allow: false, tier: .default, reason: .noDnatForFirewallAddress, sourceNAT: "none")
        }
        for (rule, action, name) in networkRules where matches(rule, flow) {
            return Verdict(
                allow: action == .allow, tier: .network, rule: name, reason: .rule,
                sourceNAT: action == .allow ? sourceNAT(flow) : "none")
        }
        return Verdict(allow: false, tier: .default, reason: .defaultAction, sourceNAT: "none")
    }

    /// The firewall's policy, its base, that one's base, ...
    private var chain: [FirewallPolicy] {
        var chain: [FirewallPolicy] = []
        var name = resources.firewalls["edge"]?.firewallPolicy
        while let policy = name.flatMap({ resources.firewallPolicies[$0] }) {
            chain.append(policy)
            name = policy.basePolicy
        }
        return chain
    }

    private var collections: [(collection: RuleCollection, name: String)] {
        chain.reversed().flatMap { policy in
            resources.ruleCollectionGroups.values.filter { $0.firewallPolicy == policy.name }
                .sorted { $0.priority < $1.priority }
                .flatMap { group in
                    group.ruleCollections.sorted { $0.priority < $1.priority }
                        .map { ($0, "\(policy.name)/\(group.name)/\($0.name)") }
                }
        }
    }

    private var natRules: [(rule: NatRule, name: String)] {
        collections.flatMap { entry -> [(NatRule, String)] in
            guard case .nat(let rules) = entry.collection.rules else { return [] }
            return rules.map { ($0, "\(entry.name)/\($0.name)") }
        }
    }

    private var networkRules: [(rule: NetworkRule, action: RuleCollection.FilterAction, name: String)] {
        collections.flatMap { entry -> [(NetworkRule, RuleCollection.FilterAction, String)] in
            guard case .network(let action, let rules) = entry.collection.rules else { return [] }
            return rules.map { ($0, action, "\(entry.name)/\($0.name)") }
        }
    }

    private func matches(_ rule: NatRule, _ flow: Flow) -> Bool {
        guard rule.destinationAddresses.contains(flow.destination),
            contains(rule.sourceAddresses, rule.sourceIpGroups, flow.source)
        else { return false }
        let protocols: [RuleProtocol] =
            flow.ipProtocol == .tcp ? [.tcp, .any] : flow.ipProtocol == .udp ? [.udp, .any] : []
        return rule.ipProtocols.contains(where: protocols.contains)
            && rule.destinationPorts.contains { $0.contains(flow.destinationPort) }
    }

    private func matches(_ rule: NetworkRule, _ flow: Flow) -> Bool {
        guard contains(rule.sourceAddresses, rule.sourceIpGroups, flow.source),
            contains(rule.destinationAddresses, rule.destinationIpGroups, flow.destination)
        else { return false }
        let port = rule.destinationPorts.contains { $0.contains(flow.destinationPort) }
        return rule.ipProtocols.contains { ruleProtocol in
            switch ruleProtocol {
            case .tcp: flow.ipProtocol.rawValue == 6 && port
            case .udp: flow.ipProtocol.rawValue == 17 && port
            case .icmp: flow.ipProtocol.rawValue == (flow.source.family == .ipv4 ? 1 : 58)
            case .any where rule.destinationPorts.map(\.description).contains("*"): true
            case .any: [6, 17].contains(flow.ipProtocol.rawValue) && port
            }
        }
    }

    private func contains(_ entries: [AddressSpecifier], _ groups: [String], _ address: IPAddress) -> Bool {
        let all = entries + groups.flatMap { resources.ipGroups[$0]?.ipAddresses ?? [] }
        return all.contains { entry in
            switch entry {
            case .any: true
            case .prefix(let prefix): prefix.contains(address)
            case .range(let range): range.contains(address)
            case .serviceTag(let tag): serviceTags.prefixes(of: tag)?.contains { $0.contains(address) } ?? false
            }
        }
    }

    private func sourceNAT(_ flow: Flow) -> String {
        guard flow.side == .private, flow.source.family == .ipv4 else { return "none" }
        let iana = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].map { prefix($0) }
        let ranges = chain.compactMap(\.snat.privateRanges).first ?? iana
        if ranges == [prefix("0.0.0.0/0")] { return "none" }
        if ranges != [prefix("255.255.255.255/32")], ranges.contains(where: { $0.contains(flow.destination) }) {
            return "none"
        }
        return (iana + [networkPrefix]).contains { $0.contains(flow.destination) } ? "private" : "public"
    }
}
