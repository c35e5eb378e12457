public import MoatModel

extension ProposedChange {
    /// The resources with the change made; nil where it can't be made without its author
    /// (`addNatRule`) or does not fit the resources any more.
    public func applied(to resources: ResourceSet) -> ResourceSet? {
        switch kind {
        case .extendRule: extended(resources)
        case .addRule: added(to: resources)
        case .removeRules: removed(from: resources)
        case .addNatRule: nil
        }
    }

    private func extended(_ resources: ResourceSet) -> ResourceSet? {
        guard let addition, let reference = rules.first else { return nil }
        return Self.editing(reference, in: resources) { rules in
            switch rules {
            case .nat(var list):
                guard let index = list.firstIndex(where: { $0.name == reference.rule }), addition.add(to: &list[index])
                else { return nil }
                return .nat(list)
            case .network(let action, var list):
                guard let index = list.firstIndex(where: { $0.name == reference.rule }), addition.add(to: &list[index])
                else { return nil }
                return .network(action, list)
            case .application: return nil
            }
        }
    }

    private func removed(from resources: ResourceSet) -> ResourceSet? {
        var result = resources
        for reference in rules {
            let next = Self.editing(reference, in: result) { rules in
                switch rules {
                case .nat(let list): .nat(list.filter { $0.name != reference.rule })
                case .network(let action, let list): .network(action, list.filter { $0.name != reference.rule })
                case .application: nil
                }
            }
            guard let next else { return nil }
            result = next
        }
        return result
    }

    private func added(to resources: ResourceSet) -> ResourceSet? {
        guard let newRule, let rule = newRule.networkRule else { return nil }
        var result = resources
        let key = "\(newRule.policy)/\(newRule.group)"
        var group: RuleCollectionGroup
        if let existing = resources.ruleCollectionGroups[key] {
            group = existing
        } else if let priority = newRule.groupPriority {
            group = RuleCollectionGroup(
                name: newRule.group, firewallPolicy: newRule.policy, priority: priority, ruleCollections: [])
        } else {
            return nil
        }
        if let index = group.ruleCollections.firstIndex(where: { $0.name == newRule.collection }) {
            guard case .network(newRule.action, let list) = group.ruleCollections[index].rules else { return nil }
            group.ruleCollections[index].rules = .network(newRule.action, list + [rule])
        } else if let priority = newRule.collectionPriority {
            group.ruleCollections.append(
                RuleCollection(name: newRule.collection, priority: priority, rules: .network(newRule.action, [rule])))
        } else {
            return nil
        }
        result.set(.ruleCollectionGroup(group))
        return result
    }

    private static func editing(
        _ reference: RuleReference, in resources: ResourceSet,
        _ edit: (RuleCollection.Rules) -> RuleCollection.Rules?
    ) -> ResourceSet? {
        guard var group = resources.ruleCollectionGroups["\(reference.policy)/\(reference.group)"],
            let index = group.ruleCollections.firstIndex(where: { $0.name == reference.collection }),
            let rules = edit(group.ruleCollections[index].rules)
        else { return nil }
        group.ruleCollections[index].rules = rules
        var result = resources
        result.set(.ruleCollectionGroup(group))
        return result
    }
}

/// What rules of both kinds have in common for an addition.
private protocol ExtensibleRule {
    var ipProtocols: [RuleProtocol] { get set }
    var sourceAddresses: [AddressSpecifier] { get set }
    var destinationPorts: [PortRange] { get set }
    mutating func addDestination(_ address: IPAddress)
}

extension NatRule: ExtensibleRule {
    fileprivate mutating func addDestination(_ address: IPAddress) {
        destinationAddresses.append(address)
    }
}

extension NetworkRule: ExtensibleRule {
    fileprivate mutating func addDestination(_ address: IPAddress) {
        destinationAddresses.append(.prefix(IPPrefix(address)))
    }
}

extension ProposedChange.Addition {
    /// Adds the value to the field it is for; false where it does not fit.
    fileprivate func add(to rule: inout some ExtensibleRule) -> Bool {
        switch property {
        case "ipProtocols":
            guard let ipProtocol = RuleProtocol(rawValue: value) else { return false }
            rule.ipProtocols.append(ipProtocol)
        case "sourceAddresses":
            guard let source = AddressSpecifier(value) else { return false }
            rule.sourceAddresses.append(source)
        case "destinationPorts":
            guard let port = PortRange(value) else { return false }
            rule.destinationPorts.append(port)
        case "destinationAddresses":
            guard let destination = IPAddress(value) else { return false }
            rule.addDestination(destination)
        default:
            return false
        }
        return true
    }
}

extension ProposedChange.NewRule {
    /// Nil where a field has no meaning.
    var networkRule: NetworkRule? {
        guard let source = AddressSpecifier(sourceAddress), let destination = AddressSpecifier(destinationAddress),
            let port = PortRange(destinationPort)
        else { return nil }
        return NetworkRule(
            name: name, ipProtocols: ipProtocols, sourceAddresses: [source], destinationAddresses: [destination],
            destinationPorts: [port])
    }
}
