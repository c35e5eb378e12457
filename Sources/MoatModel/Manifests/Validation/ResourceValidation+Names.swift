extension ResourceValidation {
    /// Names in network rules, over all rules of one policy (Azure: FQDN filtering in network
    /// rules).
    static let maximumNames = 1000

    /// Names in network rules need the DNS proxy, which learns their addresses.
    func nameIssues() -> [ManifestIssue] {
        var names: [String: Set<String>] = [:]
        var isReported: Set<String> = []
        var issues: [ManifestIssue] = []
        for group in resources.ruleCollectionGroups.values.sorted(by: { $0.key < $1.key }) {
            for (collectionIndex, collection) in group.ruleCollections.enumerated() {
                guard case .network(_, let rules) = collection.rules else { continue }
                for (index, rule) in rules.enumerated() where !rule.destinationFqdns.isEmpty {
                    let object = "\(Self.object(group.key)), rule \(rule.name)"
                    let path = "spec.ruleCollections[\(collectionIndex)].rules[\(index)].destinationFqdns"
                    if !usesDNSProxy(group.firewallPolicy) {
                        issues.append(
                            ManifestIssue(
                                resource: group.key, object: object, path: path,
                                message:
                                    "destinationFqdns: FirewallPolicy \(group.firewallPolicy) has no DNS proxy to learn addresses from",
                                hint:
                                    "write dnsSettings: {enableProxy: true} there, and let the clients use the firewall as their resolver"
                            ))
                    }
                    names[group.firewallPolicy, default: []].formUnion(rule.destinationFqdns)
                    let count = names[group.firewallPolicy]?.count ?? 0
                    if count > Self.maximumNames, isReported.insert(group.firewallPolicy).inserted {
                        issues.append(
                            ManifestIssue(
                                resource: group.key, object: object, path: path,
                                message:
                                    "destinationFqdns: the network rules of FirewallPolicy \(group.firewallPolicy) list more than \(Self.maximumNames) names",
                                hint:
                                    "each is resolved every 15 seconds; use application rules, which have no such limit"
                            ))
                    }
                }
            }
        }
        return issues
    }

    /// Whether a policy, one of its base policies, or one that builds on it turns the proxy on:
    /// which of them a firewall uses is not for the rule to know. True where a policy could not
    /// be read.
    private func usesDNSProxy(_ name: String) -> Bool {
        guard !failed.contains(where: { $0.kind == .firewallPolicy }) else { return true }
        let users = resources.firewallPolicies.keys.filter { chain(of: $0).contains(name) }
        return ([name] + users).contains { user in
            chain(of: user).contains { resources.firewallPolicies[$0]?.dnsSettings.enableProxy == true }
        }
    }

    /// A policy and its base policies.
    private func chain(of name: String) -> [String] {
        var chain: [String] = []
        var next: String? = name
        while let name = next, !chain.contains(name) {
            chain.append(name)
            next = resources.firewallPolicies[name]?.basePolicy
        }
        return chain
    }
}
