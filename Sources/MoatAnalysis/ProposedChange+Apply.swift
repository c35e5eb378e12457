public import MoatModel

extension ProposedChange {
    /// The resources with the change made; nil where it can't be made without its author
    /// (`addNatRule`) or does not fit the resources any more.
    public func applied(to resources: ResourceSet) -> ResourceSet? {
        switch kind {
        case .extendRule: extended(resources)
        case .addRule: added(to: resources)
        case .addApplicationRule: addedApplicationRule(to: resources)
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
            case .application(let action, var list):
                guard let index = list.firstIndex(where: { $0.name == reference.rule }), addition.add(to: &list[index])
                else { return nil }
                return .application(action, list)
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
                case .application(let action, let list):
                    .application(action, list.filter { $0.name != reference.rule })
                }
            }
            guard let next else { return nil }
            result = next
        }
        return result
    }

    private func added(to resources: ResourceSet) -> ResourceSet? {
        guard let newRule, let rule = newRule.networkRule else { return nil }
        return Self.adding(newRule, to: resources, alone: .network(newRule.action, [rule])) { rules in
            guard case .network(newRule.action, let list) = rules else { return nil }
            return .network(newRule.action, list + [rule])
        }
    }

    private func addedApplicationRule(to resources: ResourceSet) -> ResourceSet? {
        guard let newApplicationRule, let rule = newApplicationRule.applicationRule else { return nil }
        let action = newApplicationRule.action
        return Self.adding(newApplicationRule, to: resources, alone: .application(action, [rule])) { rules in
            guard case .application(action, let list) = rules else { return nil }
            return .application(action, list + [rule])
        }
    }

    /// The resources with a rule at its place: added to the rules of a collection that is there,
    /// or `alone` in a new one.
    private static func adding(
        _ place: some PlacedRule, to resources: ResourceSet, alone: RuleCollection.Rules,
        _ append: (RuleCollection.Rules) -> RuleCollection.Rules?
    ) -> ResourceSet? {
        guard var group = group(place.group, of: place.policy, priority: place.groupPriority, in: resources) else {
            return nil
        }
        if let index = group.ruleCollections.firstIndex(where: { $0.name == place.collection }) {
            guard let rules = append(group.ruleCollections[index].rules) else { return nil }
            group.ruleCollections[index].rules = rules
        } else if let priority = place.collectionPriority {
            group.ruleCollections.append(RuleCollection(name: place.collection, priority: priority, rules: alone))
        } else {
            return nil
        }
        var result = resources
        result.set(.ruleCollectionGroup(group))
        return result
    }

    /// The group, a new one where it has a priority to begin with.
    private static func group(
        _ name: String, of policy: String, priority: Int?, in resources: ResourceSet
    ) -> RuleCollectionGroup? {
        resources.ruleCollectionGroups["\(policy)/\(name)"]
            ?? priority.map {
                RuleCollectionGroup(name: name, firewallPolicy: policy, priority: $0, ruleCollections: [])
            }
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

/// Where a new rule of any kind goes.
private protocol PlacedRule {
    var policy: String { get }
    var group: String { get }
    var groupPriority: Int? { get }
    var collection: String { get }
    var collectionPriority: Int? { get }
}

extension ProposedChange.NewRule: PlacedRule {}
extension ProposedChange.NewApplicationRule: PlacedRule {}

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

extension ProposedChange.Addition {
    /// Adds the value to the field of an application rule; false where it does not fit.
    fileprivate func add(to rule: inout ApplicationRule) -> Bool {
        switch property {
        case "sourceAddresses":
            guard let source = AddressSpecifier(value) else { return false }
            rule.sourceAddresses.append(source)
        case "targetFqdns":
            guard let pattern = FQDNPattern(value) else { return false }
            rule.targetFqdns.append(pattern)
        case "protocols":
            let parts = value.split(separator: ":")
            guard parts.count == 2, let type = ApplicationRule.ProtocolType(rawValue: String(parts[0])),
                let port = UInt16(parts[1])
            else { return false }
            rule.protocols.append(.init(protocolType: type, port: port))
        default:
            return false
        }
        return true
    }
}

extension ProposedChange.NewApplicationRule {
    /// Nil where a field has no meaning.
    var applicationRule: ApplicationRule? {
        guard let source = AddressSpecifier(sourceAddress), let name = FQDNPattern(targetFqdn) else { return nil }
        return ApplicationRule(
            name: self.name, protocols: [.init(protocolType: protocolType, port: port)], sourceAddresses: [source],
            targetFqdns: [name])
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
