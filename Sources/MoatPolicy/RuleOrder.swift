import MoatModel

/// The rules of a policy chain in the order of evaluation, one list for each pass. In each:
/// the groups of the base policy before those of its child whatever their priorities, then
/// by priority of group, by priority of collection, and in the order in which a collection
/// lists them (semantics: ordering).
struct RuleOrder {
    private(set) var nat: [CompiledRule] = []
    private(set) var network: [CompiledRule] = []
    private(set) var application: [CompiledRule] = []
    /// The network rules, as their places in `network`, that list each name in
    /// `destinationFqdns`. Names in lower case, without the trailing dot.
    private(set) var networkRulesByName: [String: [Int]] = [:]
    private var seen: Set<RuleIdentity.Key> = []

    /// No rules.
    init() {}

    init(
        _ chain: PolicyChain, in resources: ResourceSet, ownAddresses: AddressSet, numbering: inout RuleNumbering
    ) throws(CompileError) {
        let groups = Dictionary(grouping: resources.ruleCollectionGroups.values, by: \.firewallPolicy)
        for policy in chain.policies {
            let ordered = (groups[policy.name] ?? []).sorted { ($0.priority, $0.name) < ($1.priority, $1.name) }
            for group in ordered {
                for collection in group.ruleCollections.sorted(by: { ($0.priority, $0.name) < ($1.priority, $1.name) })
                {
                    try append(collection, of: group, ownAddresses: ownAddresses, numbering: &numbering)
                }
            }
        }
        if let policy = chain.infrastructurePolicy {
            try appendInfrastructure(of: policy, numbering: &numbering)
        }
    }

    /// The infrastructure collection, after all application rules: one of them that denies
    /// everything overrides it by coming first.
    private mutating func appendInfrastructure(
        of policy: String, numbering: inout RuleNumbering
    ) throws(CompileError) {
        let collection = RuleCollection(
            name: InfrastructureRules.name, priority: 65000, rules: .application(.allow, InfrastructureRules.rules))
        let group = RuleCollectionGroup(
            name: InfrastructureRules.name, firewallPolicy: policy, priority: 65000, ruleCollections: [collection])
        try append(collection, of: group, ownAddresses: AddressSet([]), numbering: &numbering)
    }

    private mutating func append(
        _ collection: RuleCollection, of group: RuleCollectionGroup, ownAddresses: AddressSet,
        numbering: inout RuleNumbering
    ) throws(CompileError) {
        switch collection.rules {
        case .nat(let rules):
            for rule in rules {
                let place = Place(group: group, collection: collection, rule: rule.name)
                let translation = try Self.translation(of: rule, at: place, ownAddresses: ownAddresses)
                let identity = try identity(at: place, translation: translation, numbering: &numbering)
                nat.append(
                    CompiledRule(identity: identity, verdict: .allow, translation: translation, source: .nat(rule)))
            }
        case .network(let action, let rules):
            for rule in rules {
                let place = Place(group: group, collection: collection, rule: rule.name)
                for name in try Self.names(of: rule, at: place) {
                    networkRulesByName[name, default: []].append(network.count)
                }
                let identity = try identity(at: place, translation: nil, numbering: &numbering)
                network.append(
                    CompiledRule(
                        identity: identity, verdict: action == .allow ? .allow : .deny, translation: nil,
                        source: .network(rule)))
            }
        case .application(let action, let rules):
            for rule in rules {
                let place = Place(group: group, collection: collection, rule: rule.name)
                let identity = try identity(at: place, translation: nil, numbering: &numbering)
                application.append(
                    CompiledRule(
                        identity: identity, verdict: action == .allow ? .allow : .deny, translation: nil,
                        source: .application(rule)))
            }
        }
    }

    private static func names(of rule: NetworkRule, at place: Place) throws(CompileError) -> Set<String> {
        var names: Set<String> = []
        for name in rule.destinationFqdns {
            guard let pattern = FQDNPattern(name), !pattern.isWildcard else {
                throw place.error(
                    "destinationFqdns has '\(name)', which is not one name",
                    "write a name such as time.contoso.com; wildcards are for application rules")
            }
            names.insert(pattern.suffix)
        }
        return names
    }

    private mutating func identity(
        at place: Place, translation: Decision.Translation?, numbering: inout RuleNumbering
    ) throws(CompileError) -> RuleIdentity {
        let key = RuleIdentity.Key(
            policy: place.group.firewallPolicy, group: place.group.name, collection: place.collection.name,
            rule: place.rule, translation: translation)
        guard seen.insert(key).inserted else {
            throw place.error("its collection has two rules of that name", "give one of them another name")
        }
        return RuleIdentity(key: key, number: numbering.number(for: key))
    }

    private static func translation(
        of rule: NatRule, at place: Place, ownAddresses: AddressSet
    ) throws(CompileError) -> Decision.Translation {
        guard let address = rule.translatedAddress.v4 else {
            throw place.error(
                "translatedAddress is \(rule.translatedAddress), an IPv6 address",
                "NAT is for IPv4; write an IPv4 address")
        }
        if let destination = rule.destinationAddresses.first(where: { $0.v4 == nil }) {
            throw place.error(
                "destinationAddresses has \(destination), an IPv6 address",
                "NAT is for IPv4; write a public IPv4 address of the firewall")
        }
        guard !ownAddresses.contains(.v4(address)) else {
            throw place.error(
                "translatedAddress \(address) is the firewall itself", "write the address of the server behind it")
        }
        guard !rule.ipProtocols.contains(.icmp) else {
            throw place.error("ICMP can't be translated by a NAT rule", "write TCP, UDP, or Any for both")
        }
        return Decision.Translation(address: address, port: rule.translatedPort)
    }

    /// Where a rule stands.
    private struct Place {
        var group: RuleCollectionGroup
        var collection: RuleCollection
        var rule: String

        func error(_ problem: String, _ remedy: String) -> CompileError {
            CompileError(
                resource: group.key, rule: "\(collection.name)/\(rule)", problem: problem, remedy: remedy)
        }
    }
}
