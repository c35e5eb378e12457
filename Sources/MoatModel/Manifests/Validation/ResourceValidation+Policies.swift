extension ResourceValidation {
    func policyIssues() -> [ManifestIssue] {
        var issues: [ManifestIssue] = []
        var reported: Set<String> = []
        for policy in resources.firewallPolicies.values.sorted(by: { $0.name < $1.name }) {
            guard let baseName = policy.basePolicy else { continue }
            let key = ResourceKey(kind: .firewallPolicy, name: policy.name)
            if let issue = missing(.firewallPolicy, baseName, from: key, path: "spec.basePolicy") {
                issues.append(issue)
            }
            if let cycle = cycle(from: policy.name) {
                if reported.insert(policy.name).inserted {
                    reported.formUnion(cycle)
                    issues.append(
                        ManifestIssue(
                            resource: key, object: key.description, path: "spec.basePolicy",
                            message: "basePolicy: a policy can't be its own base: "
                                + (cycle + [policy.name]).joined(separator: " -> "),
                            hint: "leave basePolicy out of one of them"))
                }
            } else if let base = resources.firewallPolicies[baseName],
                policy.threatIntelMode.strictness < base.threatIntelMode.strictness
            {
                issues.append(
                    ManifestIssue(
                        resource: key, object: key.description, path: "spec.threatIntelMode",
                        message: "threatIntelMode: \(policy.threatIntelMode.rawValue) is laxer than "
                            + "\(base.threatIntelMode.rawValue) of the base policy \(base.name)",
                        hint: "write \(base.threatIntelMode.rawValue)"
                            + "\(base.threatIntelMode == .alert ? " or Deny" : ""); without threatIntelMode it is Alert"
                    ))
            }
        }
        return issues
    }

    /// The policies on the way from one back to itself, itself first; nil where its base
    /// policies do not lead back to it.
    private func cycle(from start: String) -> [String]? {
        var way = [start]
        var visited: Set<String> = [start]
        var next = resources.firewallPolicies[start]?.basePolicy
        while let name = next {
            if name == start { return way }
            guard visited.insert(name).inserted else { return nil }
            way.append(name)
            next = resources.firewallPolicies[name]?.basePolicy
        }
        return nil
    }

    func groupIssues() -> [ManifestIssue] {
        var issues: [ManifestIssue] = []
        var first: [String: [Int: String]] = [:]
        for group in resources.ruleCollectionGroups.values.sorted(by: { $0.key < $1.key }) {
            issues += [
                missing(.firewallPolicy, group.firewallPolicy, from: group.key, path: "spec.firewallPolicy")
            ].compactMap { $0 }
            guard let other = first[group.firewallPolicy]?[group.priority] else {
                first[group.firewallPolicy, default: [:]][group.priority] = group.name
                continue
            }
            issues.append(
                ManifestIssue(
                    resource: group.key, object: Self.object(group.key), path: "spec.priority",
                    message: "two groups of policy \(group.firewallPolicy) have priority \(group.priority) "
                        + "(\(other), \(group.name))",
                    hint: "priorities within a policy must differ; \(RuleCollectionGroupReader.priorityHint)"))
        }
        return issues
    }
}

extension FirewallPolicy.ThreatIntelMode {
    fileprivate var strictness: Int {
        switch self {
        case .off: 0
        case .alert: 1
        case .deny: 2
        }
    }
}
