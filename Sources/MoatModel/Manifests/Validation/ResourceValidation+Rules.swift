extension ResourceValidation {
    func ruleIssues() -> [ManifestIssue] {
        resources.ruleCollectionGroups.values.sorted { $0.key < $1.key }.flatMap { group in
            group.ruleCollections.enumerated().flatMap { index, collection in
                issues(of: collection, in: group, path: "spec.ruleCollections[\(index)]")
            }
        }
    }

    /// A rule's place. Its names are only put together for an issue: nearly all rules have
    /// none, and there are many.
    private struct RuleSite {
        let group: RuleCollectionGroup
        let rule: String
        let collectionPath: String
        let index: Int

        var key: ResourceKey { group.key }
        var object: String { "\(ResourceValidation.object(group.key)), rule \(rule)" }
        var path: String { "\(collectionPath).rules[\(index)]" }
    }

    private func issues(
        of collection: RuleCollection, in group: RuleCollectionGroup, path: String
    ) -> [ManifestIssue] {
        switch collection.rules {
        case .network(_, let rules):
            rules.enumerated().flatMap { index, rule in
                let site = RuleSite(group: group, rule: rule.name, collectionPath: path, index: index)
                return ipGroupIssues(rule.sourceIpGroups, "sourceIpGroups", site)
                    + ipGroupIssues(rule.destinationIpGroups, "destinationIpGroups", site)
                    + serviceTagIssues(rule.destinationAddresses, site)
            }
        case .nat(let rules):
            rules.enumerated().flatMap { index, rule in
                let site = RuleSite(group: group, rule: rule.name, collectionPath: path, index: index)
                return ipGroupIssues(rule.sourceIpGroups, "sourceIpGroups", site)
                    + destinationIssues(rule.destinationAddresses, policy: group.firewallPolicy, site)
            }
        case .application(_, let rules):
            rules.enumerated().flatMap { index, rule in
                let site = RuleSite(group: group, rule: rule.name, collectionPath: path, index: index)
                return ipGroupIssues(rule.sourceIpGroups, "sourceIpGroups", site)
                    + serviceTagIssues(rule.destinationAddresses, site) + fqdnTagIssues(rule.fqdnTags, site)
            }
        }
    }

    private func ipGroupIssues(_ names: [String], _ property: String, _ site: RuleSite) -> [ManifestIssue] {
        names.enumerated().compactMap { index, name in
            missing(.ipGroup, name, from: site.key, object: site.object, path: "\(site.path).\(property)[\(index)]")
        }
    }

    private func serviceTagIssues(_ addresses: [AddressSpecifier], _ site: RuleSite) -> [ManifestIssue] {
        addresses.enumerated().compactMap { index, address in
            guard case .serviceTag(let name) = address, serviceTags?[name] == nil else { return nil }
            return ManifestIssue(
                resource: site.key, object: site.object, path: "\(site.path).destinationAddresses[\(index)]",
                message: "destinationAddresses: there is no service tag \(name)", hint: serviceTagHint(name))
        }
    }

    private func fqdnTagIssues(_ names: [String], _ site: RuleSite) -> [ManifestIssue] {
        names.enumerated().compactMap { index, name in
            let message: String
            let hint: String
            if let tag = fqdnTags[name] {
                guard fqdnTags.needsLocation(tag) else { return nil }
                message = "fqdnTags: \(tag.name) has names that depend on the location, and the daemon was told none"
                hint = "start it with --location, such as --location westeurope"
            } else {
                message = "fqdnTags: there is no FQDN tag \(name)"
                hint =
                    NearestName.hint(for: name, among: fqdnTags.names)
                    ?? "known: \(Self.some(of: fqdnTags.names)); a file given with --fqdn-tags adds others"
            }
            return ManifestIssue(
                resource: site.key, object: site.object, path: "\(site.path).fqdnTags[\(index)]", message: message,
                hint: hint)
        }
    }

    private func serviceTagHint(_ name: String) -> String {
        guard let serviceTags else { return "no service tags are loaded; give the daemon a service-tag file" }
        if let near = NearestName.hint(for: name, among: serviceTags.names) { return near }
        if name.contains("."), name.lowercased() == name {
            return "names go into destinationFqdns"
        }
        return "write an address, a prefix, a range, '*', or a service tag (\(serviceTags.count) loaded)"
    }

    /// The destination of a NAT rule must be a public address of every firewall that the rule
    /// is for, or of any PublicIPAddress while the policy is not in use.
    private func destinationIssues(_ addresses: [IPAddress], policy: String, _ site: RuleSite) -> [ManifestIssue] {
        // A resource that could not be read may hold the address.
        guard !failed.contains(where: { [.firewall, .firewallPolicy, .publicIPAddress].contains($0.kind) }) else {
            return []
        }
        let firewalls = resources.firewalls.values.filter { uses($0, policy: policy) }.sorted { $0.name < $1.name }
        return addresses.enumerated().flatMap { index, address -> [ManifestIssue] in
            let path = "\(site.path).destinationAddresses[\(index)]"
            if firewalls.isEmpty {
                let known = resources.publicIPAddresses.values.map(\.ipAddress)
                guard !known.contains(address) else { return [] }
                return [
                    ManifestIssue(
                        resource: site.key, object: site.object, path: path,
                        message: "destinationAddresses: \(address) is not the address of any PublicIPAddress",
                        hint: Self.addressHint(known))
                ]
            }
            return firewalls.compactMap { firewall in
                let known = publicAddresses(of: firewall)
                guard !known.contains(address) else { return nil }
                return ManifestIssue(
                    resource: site.key, object: site.object, path: path,
                    message: "destinationAddresses: \(address) is not a public address of Firewall \(firewall.name)",
                    hint: Self.addressHint(known))
            }
        }
    }

    private static func addressHint(_ addresses: [IPAddress]) -> String {
        addresses.isEmpty
            ? "declare a PublicIPAddress with this address"
            : "known public addresses: \(some(of: addresses.sorted().map(\.description)))"
    }

    private func publicAddresses(of firewall: Firewall) -> [IPAddress] {
        firewall.ipConfigurations.compactMap { resources.publicIPAddresses[$0.publicIPAddress]?.ipAddress }
    }

    /// Whether a policy is the firewall's own or one of its base policies.
    func uses(_ firewall: Firewall, policy: String) -> Bool {
        var visited: Set<String> = []
        var next: String? = firewall.firewallPolicy
        while let name = next, visited.insert(name).inserted {
            if name == policy { return true }
            next = resources.firewallPolicies[name]?.basePolicy
        }
        return false
    }
}
