extension ResourceValidation {
    /// Names in network rules, over all rules of one firewall (Azure: FQDN filtering in network
    /// rules).
    static let maximumNames = 1000

    private struct NamedRule {
        var group: RuleCollectionGroup
        var rule: NetworkRule
        /// Of the rule's `destinationFqdns`.
        var path: String
    }

    /// Names in network rules need the DNS proxy, which learns their addresses.
    func nameIssues() -> [ManifestIssue] {
        // What could not be read may turn the proxy on.
        guard !failed.contains(where: { [.firewall, .firewallPolicy].contains($0.kind) }) else { return [] }
        let rules = resources.ruleCollectionGroups.values.sorted { $0.key < $1.key }.flatMap(rulesWithNames)
        return rules.compactMap(proxyIssue) + limitIssues(rules)
    }

    private func rulesWithNames(_ group: RuleCollectionGroup) -> [NamedRule] {
        group.ruleCollections.enumerated().flatMap { place, collection -> [NamedRule] in
            guard case .network(_, let rules) = collection.rules else { return [] }
            return rules.enumerated().filter { !$0.element.destinationFqdns.isEmpty }.map {
                NamedRule(
                    group: group, rule: $0.element,
                    path: "spec.ruleCollections[\(place)].rules[\($0.offset)].destinationFqdns")
            }
        }
    }

    /// The proxy of every firewall that has the rule must be on. While none has it, that of any
    /// policy that builds on the rule's will do.
    private func proxyIssue(_ named: NamedRule) -> ManifestIssue? {
        let policy = named.group.firewallPolicy
        let firewalls = resources.firewalls.values.filter { uses($0, policy: policy) }.map(\.firewallPolicy).sorted()
        let children = resources.firewallPolicies.keys.filter { chain(of: $0).contains { $0.name == policy } }
        let lacking =
            firewalls.isEmpty
            ? (children.contains(where: hasProxy) ? nil : policy) : firewalls.first { !hasProxy($0) }
        return lacking.map {
            issue(
                named, "FirewallPolicy \($0) has no DNS proxy to learn addresses from",
                hint: "write dnsSettings: {enableProxy: true} there, and let the clients use the firewall as their "
                    + "resolver")
        }
    }

    private func limitIssues(_ rules: [NamedRule]) -> [ManifestIssue] {
        resources.firewalls.values.sorted { $0.name < $1.name }.compactMap { firewall in
            var names: Set<String> = []
            let first = rules.first { named in
                guard uses(firewall, policy: named.group.firewallPolicy) else { return false }
                names.formUnion(named.rule.destinationFqdns)
                return names.count > Self.maximumNames
            }
            return first.map {
                issue(
                    $0, "the network rules of Firewall \(firewall.name) list more than \(Self.maximumNames) names",
                    hint: "each is resolved every 15 seconds; use application rules, which have no such limit")
            }
        }
    }

    private func issue(_ named: NamedRule, _ message: String, hint: String) -> ManifestIssue {
        ManifestIssue(
            resource: named.group.key, object: "\(Self.object(named.group.key)), rule \(named.rule.name)",
            path: named.path, message: "destinationFqdns: \(message)", hint: hint)
    }

    private func hasProxy(_ policy: String) -> Bool {
        chain(of: policy).contains(where: \.dnsSettings.enableProxy)
    }

    /// A policy and its base policies; cut off where they form a cycle.
    private func chain(of name: String) -> [FirewallPolicy] {
        var chain: [FirewallPolicy] = []
        var next: String? = name
        while let name = next, !chain.contains(where: { $0.name == name }),
            let policy = resources.firewallPolicies[name]
        {
            chain.append(policy)
            next = policy.basePolicy
        }
        return chain
    }
}
