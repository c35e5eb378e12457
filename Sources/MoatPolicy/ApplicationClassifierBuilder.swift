import MoatModel

/// Collects the conditions of the application rules and builds their classifier.
struct ApplicationClassifierBuilder {
    private var sources = ConditionTable<AddressList, AddressSet>()
    private var destinations = ConditionTable<AddressList, AddressSet>()
    private var services = ConditionTable<[ApplicationRule.ApplicationProtocol], IntervalSet<UInt32>>()
    private var ports = ConditionTable<[UInt16], IntervalSet<UInt32>>()
    private var names: [FQDNPattern: RuleBits] = [:]
    private let depth: Int
    /// Whether a rule has `destinationAddresses`.
    private(set) var hasDestinations = false

    /// No rules.
    init() {
        depth = 0
    }

    init(
        _ rules: [CompiledRule], resolver: inout AddressResolver, fqdnTags: (any FQDNTagSource)?
    ) throws(CompileError) {
        depth = RuleSets.depth(forRules: rules.count)
        for (index, rule) in rules.enumerated() {
            guard case .application(let application) = rule.source else { continue }
            try insert(application, index, rule.identity, &resolver)
            for pattern in try Self.patterns(of: application, rule.identity, fqdnTags) {
                names[pattern, default: RuleBits()].insert(index)
            }
        }
    }

    private mutating func insert(
        _ rule: ApplicationRule, _ index: Int, _ identity: RuleIdentity, _ resolver: inout AddressResolver
    ) throws(CompileError) {
        let from = AddressList(addresses: rule.sourceAddresses, groups: rule.sourceIpGroups)
        try sources.insert(from, rule: index) { () throws(CompileError) in
            try resolver.addresses(of: identity, from.addresses, groups: from.groups, allowsServiceTags: false)
        }
        hasDestinations = hasDestinations || !rule.destinationAddresses.isEmpty
        let to = AddressList(
            addresses: rule.destinationAddresses.isEmpty ? [.any] : rule.destinationAddresses, groups: [])
        try destinations.insert(to, rule: index) { () throws(CompileError) in
            try resolver.addresses(of: identity, to.addresses, groups: [], allowsServiceTags: true)
        }
        services.insert(rule.protocols, rule: index) {
            Self.values(rule.protocols.map { ApplicationClassifier.service($0.protocolType, port: $0.port) })
        }
        ports.insert(rule.protocols.map(\.port), rule: index) { Self.values(rule.protocols.map { UInt32($0.port) }) }
    }

    private static func values(_ numbers: [UInt32]) -> IntervalSet<UInt32> {
        IntervalSet(merging: numbers.map { .init(lower: $0, upper: $0) })
    }

    /// The rule's patterns and those of its tags, each once.
    private static func patterns(
        of rule: ApplicationRule, _ identity: RuleIdentity, _ fqdnTags: (any FQDNTagSource)?
    ) throws(CompileError) -> Set<FQDNPattern> {
        var patterns = Set(rule.targetFqdns)
        for tag in rule.fqdnTags {
            guard let tagged = fqdnTags?.patterns(of: tag) else {
                throw CompileError(
                    rule: identity, problem: "there is no FQDN tag \(tag)",
                    remedy: "correct the name, load a file that defines it, or write targetFqdns")
            }
            patterns.formUnion(tagged)
        }
        return patterns
    }

    func classifier(into store: inout RuleSetStore) -> ApplicationClassifier {
        ApplicationClassifier(
            sources: Dimension(sources.conditions(\.v4), depth: depth, into: &store),
            destinations: Dimension(destinations.conditions(\.v4), depth: depth, into: &store),
            services: Dimension(services.conditions { $0 }, depth: depth, into: &store),
            ports: Dimension(ports.conditions { $0 }, depth: depth, into: &store),
            names: NameIndex(names, depth: depth, into: &store), depth: depth)
    }
}
