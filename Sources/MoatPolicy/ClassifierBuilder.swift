import MoatModel

/// Collects the conditions of one pass and builds its classifiers from them.
struct ClassifierBuilder {
    private struct ServiceList: Hashable {
        var protocols: [RuleProtocol]
        var ports: [PortRange]

        func hash(into hasher: inout Hasher) {
            var folded = UInt64(protocols.count) << 32 | UInt64(ports.count)
            for port in ports.prefix(4) {
                folded = (folded ^ UInt64(port.lowerBound) << 16 ^ UInt64(port.upperBound)) &* 0x9E37_79B9_7F4A_7C15
            }
            hasher.combine(folded)
            hasher.combine(protocols.first)
        }
    }

    private typealias ServiceValues = (v4: IntervalSet<UInt32>, v6: IntervalSet<UInt32>)

    private var sources = ConditionTable<AddressList, AddressSet>()
    private var destinations = ConditionTable<AddressList, AddressSet>()
    private var services = ConditionTable<ServiceList, ServiceValues>()
    private let depth: Int

    /// No rules.
    init() {
        depth = 0
    }

    init(_ rules: [CompiledRule], resolver: inout AddressResolver) throws(CompileError) {
        depth = RuleSets.depth(forRules: rules.count)
        for (index, rule) in rules.enumerated() {
            let identity = rule.identity
            switch rule.source {
            case .nat(let nat):
                try insert(index, identity, sources: nat.sourceAddresses, nat.sourceIpGroups, &resolver)
                try insert(
                    index, identity, destinations: nat.destinationAddresses.map { .prefix(IPPrefix($0)) }, [], &resolver
                )
                let values = Service.values(ofNAT: nat.ipProtocols, ports: nat.destinationPorts)
                insert(index, nat.ipProtocols, nat.destinationPorts) { (values, IntervalSet(merging: [])) }
            case .network(let network):
                try insert(index, identity, sources: network.sourceAddresses, network.sourceIpGroups, &resolver)
                try insert(
                    index, identity, destinations: network.destinationAddresses, network.destinationIpGroups, &resolver)
                insert(index, network.ipProtocols, network.destinationPorts) {
                    (
                        Service.values(of: network.ipProtocols, ports: network.destinationPorts, family: .ipv4),
                        Service.values(of: network.ipProtocols, ports: network.destinationPorts, family: .ipv6)
                    )
                }
            case .application: continue
            }
        }
    }

    private mutating func insert(
        _ index: Int, _ rule: RuleIdentity, sources addresses: [AddressSpecifier], _ groups: [String],
        _ resolver: inout AddressResolver
    ) throws(CompileError) {
        try sources.insert(AddressList(addresses: addresses, groups: groups), rule: index) { () throws(CompileError) in
            try resolver.addresses(of: rule, addresses, groups: groups, allowsServiceTags: false)
        }
    }

    private mutating func insert(
        _ index: Int, _ rule: RuleIdentity, destinations addresses: [AddressSpecifier], _ groups: [String],
        _ resolver: inout AddressResolver
    ) throws(CompileError) {
        try destinations.insert(AddressList(addresses: addresses, groups: groups), rule: index) {
            () throws(CompileError) in
            try resolver.addresses(of: rule, addresses, groups: groups, allowsServiceTags: true)
        }
    }

    private mutating func insert(
        _ rule: Int, _ protocols: [RuleProtocol], _ ports: [PortRange], values: () -> ServiceValues
    ) {
        services.insert(ServiceList(protocols: protocols, ports: ports), rule: rule, values: values)
    }

    func ipv4(into store: inout RuleSetStore) -> Classifier<UInt32> {
        Classifier(
            sources: Dimension(sources.conditions(\.v4), depth: depth, into: &store),
            destinations: Dimension(destinations.conditions(\.v4), depth: depth, into: &store),
            services: Dimension(services.conditions(\.v4), depth: depth, into: &store), depth: depth)
    }

    func ipv6(into store: inout RuleSetStore) -> Classifier<UInt128> {
        Classifier(
            sources: Dimension(sources.conditions(\.v6), depth: depth, into: &store),
            destinations: Dimension(destinations.conditions(\.v6), depth: depth, into: &store),
            services: Dimension(services.conditions(\.v6), depth: depth, into: &store), depth: depth)
    }
}
