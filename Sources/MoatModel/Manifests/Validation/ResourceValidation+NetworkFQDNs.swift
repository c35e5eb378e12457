extension ResourceValidation {
    /// Azure's limit for names in the network rules of one firewall.
    static let maximumNetworkFQDNs = 1000

    /// Names in network rules need the DNS proxy, and there may not be too many of them.
    func networkFQDNIssues() -> [ManifestIssue] {
        // A resource that could not be read may say what is missed here.
        guard !failed.contains(where: { [.firewall, .firewallPolicy].contains($0.kind) }) else { return [] }
        let groups = resources.ruleCollectionGroups.values.sorted { $0.key < $1.key }
        let named = groups.flatMap { group in rulesWithNames(group).map { (group: group, site: $0) } }
        return named.compactMap { proxyIssue(of: $0.site, in: $0.group) } + limitIssues(named)
    }

    private struct NamedRule {
        var rule: NetworkRule
        var path: String
    }

    private func rulesWithNames(_ group: RuleCollectionGroup) -> [NamedRule] {
        group.ruleCollections.enumerated().flatMap { place, collection -> [NamedRule] in
            guard case .network(_, let rules) = collection.rules else { return [] }
            return rules.enumerated().filter { !$0.element.destinationFqdns.isEmpty }.map {
                NamedRule(
                    rule: $0.element, path: "spec.ruleCollections[\(place)].rules[\($0.offset)].destinationFqdns")
            }
        }
    }

    private func proxyIssue(of site: NamedRule, in group: RuleCollectionGroup) -> ManifestIssue? {
        let policy = group.firewallPolicy
        let firewalls = resources.firewalls.values.filter { uses($0, policy: policy) }
        // While no firewall has the policy, a child of it may still bring the proxy along.
        let users =
            firewalls.isEmpty
            ? resources.firewallPolicies.keys.filter { chain(of: $0).contains { $0.name == policy } }
            : firewalls.map(\.firewallPolicy)
        let lacking = users.sorted().filter { !mayName(chain(of: $0)) }
        guard let first = lacking.first, !firewalls.isEmpty || lacking.count == users.count else { return nil }
        let effective = firewalls.isEmpty ? policy : first
        return ManifestIssue(
            resource: group.key, object: "\(Self.object(group.key)), rule \(site.rule.name)", path: site.path,
            message: "destinationFqdns: names in network rules need the DNS proxy, which policy \(effective) has not",
            hint: "write dnsSettings: {enableProxy: true} in FirewallPolicy \(effective), and let clients resolve "
                + "names by the firewall")
    }

    private func mayName(_ chain: [FirewallPolicy]) -> Bool {
        chain.contains { $0.dnsSettings.enableProxy || !$0.dnsSettings.requireProxyForNetworkRules }
    }

    /// An issue at the rule with which the names of a firewall become too many.
    private func limitIssues(_ named: [(group: RuleCollectionGroup, site: NamedRule)]) -> [ManifestIssue] {
        resources.firewalls.values.sorted { $0.name < $1.name }.compactMap { firewall in
            var names: Set<String> = []
            for (group, site) in named where uses(firewall, policy: group.firewallPolicy) {
                names.formUnion(site.rule.destinationFqdns)
                guard names.count > Self.maximumNetworkFQDNs else { continue }
                return ManifestIssue(
                    resource: group.key, object: "\(Self.object(group.key)), rule \(site.rule.name)", path: site.path,
                    message: "destinationFqdns: the network rules of Firewall \(firewall.name) name more than "
                        + "\(Self.maximumNetworkFQDNs) FQDNs",
                    hint: "\(Self.maximumNetworkFQDNs) are allowed in all; application rules have no such limit")
            }
            return nil
        }
    }

    /// A policy and its base policies; cut off where they form a cycle.
    private func chain(of name: String) -> [FirewallPolicy] {
        var chain: [FirewallPolicy] = []
        var visited: Set<String> = []
        var next: String? = name
        while let name = next, visited.insert(name).inserted, let policy = resources.firewallPolicies[name] {
            chain.append(policy)
            next = policy.basePolicy
        }
        return chain
    }
}
