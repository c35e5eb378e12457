public import MoatModel

/// A compiled policy: immutable, shared by every thread that judges.
public final class Snapshot: Sendable {
    public let firewallName: String
    /// The policy that the firewall names; its ancestors' rules are in `rules` too.
    public let policyName: String
    /// The firewall's public addresses, in the order of its ipConfigurations.
    public let publicAddresses: [IPv4Address]
    public let privateAddress: IPv4Address
    /// The address space of the firewall's virtual network: what is on the private side.
    public let localPrefixes: [IPPrefix]
    /// Every rule in the order of evaluation: all NAT rules, then all network rules.
    public let rules: [CompiledRule]
    public let sourceNATPolicy: SourceNATPolicy
    /// Whether flows that a NAT rule lets in get the firewall's private address as source.
    public let inboundSNAT: Bool
    /// Whether a Deny network rule that matches the translated traffic stops what a NAT rule
    /// let in.
    public let networkRulesCanDenyDNAT: Bool

    let ownAddresses: AddressSet
    let sourceTranslation: SourceTranslation
    let ruleSets: RuleSets
    let nat: Classifier<UInt32>
    let networkIPv4: Classifier<UInt32>
    let networkIPv6: Classifier<UInt128>
    /// How many of `rules` are NAT rules; network rule n of its pass is `rules[natCount + n]`.
    let natCount: Int

    /// Compiles the policy of one firewall: of the Firewall of that name in `resources`.
    ///
    /// Without `serviceTags`, a rule that names a service tag is an error. Rules that have no
    /// number yet get one of `numbering`, which is left unchanged where this throws. Throws
    /// what is wrong with the first resource found that can't be compiled.
    public static func compile(
        firewall: String, resources: ResourceSet, serviceTags: (any ServiceTagSource)?,
        numbering: inout RuleNumbering
    ) throws(CompileError) -> Snapshot {
        let key = ResourceKey(kind: .firewall, name: firewall)
        guard let resource = resources.firewalls[firewall] else {
            throw CompileError(
                resource: key, problem: "there is no Firewall of that name",
                remedy: "declare it, or name one that exists")
        }
        let place = try FirewallPlace(of: resource, in: resources)
        let chain = try PolicyChain(of: resource.firewallPolicy, usedBy: key, in: resources)
        var newNumbering = numbering
        let order = try RuleOrder(
            chain, in: resources, ownAddresses: place.ownAddresses, numbering: &newNumbering)
        var resolver = AddressResolver(resources: resources, serviceTags: serviceTags)
        let nat = try ClassifierBuilder(order.nat, resolver: &resolver)
        let network = try ClassifierBuilder(order.network, resolver: &resolver)
        numbering = newNumbering
        return Snapshot(
            firewall: resource, place: place, chain: chain, order: order, nat: nat, network: network)
    }

    private init(
        firewall: Firewall, place: FirewallPlace, chain: PolicyChain, order: RuleOrder, nat: ClassifierBuilder,
        network: ClassifierBuilder
    ) {
        firewallName = firewall.name
        policyName = firewall.firewallPolicy
        publicAddresses = place.publicAddresses
        privateAddress = place.privateAddress
        localPrefixes = place.localPrefixes
        ownAddresses = place.ownAddresses
        rules = order.nat + order.network
        natCount = order.nat.count
        inboundSNAT = chain.inboundSNAT
        networkRulesCanDenyDNAT = chain.networkRulesCanDenyDNAT
        sourceNATPolicy = SourceNATPolicy(privateRanges: chain.privateRanges)
        sourceTranslation = SourceTranslation(
            policy: sourceNATPolicy, localPrefixes: place.localPrefixes,
            publicAddressCount: place.publicAddresses.count)
        var store = RuleSetStore()
        self.nat = nat.ipv4(into: &store)
        networkIPv4 = network.ipv4(into: &store)
        networkIPv6 = network.ipv6(into: &store)
        ruleSets = RuleSets(store)
    }

    /// The snapshot of a firewall that is not defined yet: no addresses, no rules; everything
    /// is denied.
    public static let denyingAll = Snapshot(
        firewall: Firewall(name: "", ipConfigurations: [], firewallPolicy: ""), place: FirewallPlace(),
        chain: PolicyChain(), order: RuleOrder(), nat: ClassifierBuilder(), network: ClassifierBuilder())

    /// Where each NAT rule sends its flows, by the rule's number.
    public var natTargets: [(number: UInt32, translation: Decision.Translation)] {
        rules[..<natCount].compactMap { rule in
            rule.translation.map { (rule.identity.number, $0) }
        }
    }

    /// Whether the address is one of the firewall itself: public, or private of either family.
    public func isOwnAddress(_ address: IPAddress) -> Bool {
        ownAddresses.contains(address)
    }

    /// The first NAT rule that a flow matches, as its place in `rules`.
    func firstNAT(_ flow: Flow) -> Int? {
        guard case .v4(let source) = flow.source, case .v4(let destination) = flow.destination else { return nil }
        return nat.firstMatch(
            source: source.rawValue, destination: destination.rawValue,
            service: Service.key(flow.ipProtocol, port: flow.destinationPort), in: ruleSets)
    }

    /// The first network rule that a flow matches, as its place in `rules`.
    func firstNetwork(_ flow: Flow) -> Int? {
        let service = Service.key(flow.ipProtocol, port: flow.destinationPort)
        let index: Int?
        switch (flow.source, flow.destination) {
        case (.v4(let source), .v4(let destination)):
            index = networkIPv4.firstMatch(
                source: source.rawValue, destination: destination.rawValue, service: service, in: ruleSets)
        case (.v6(let source), .v6(let destination)):
            index = networkIPv6.firstMatch(
                source: source.rawValue, destination: destination.rawValue, service: service, in: ruleSets)
        case (.v4, .v6), (.v6, .v4):
            index = nil
        }
        return index.map { natCount + $0 }
    }

    /// Which fields of one rule a flow satisfies, read from the same sets that `evaluate`
    /// intersects. A NAT rule has no field that IPv6 satisfies.
    /// `rule` is a place in `rules`; out of its bounds nothing is satisfied.
    public func match(rule: Int, _ flow: Flow) -> FieldMatch {
        let none = FieldMatch(source: false, destination: false, service: false)
        guard rules.indices.contains(rule) else { return none }
        let service = Service.key(flow.ipProtocol, port: flow.destinationPort)
        switch (flow.source, flow.destination) {
        case (.v4(let source), .v4(let destination)):
            let classifier = rule < natCount ? nat : networkIPv4
            return classifier.match(
                rule: rule < natCount ? rule : rule - natCount, source: source.rawValue,
                destination: destination.rawValue, service: service, in: ruleSets)
        case (.v6(let source), .v6(let destination)):
            guard rule >= natCount else { return none }
            return networkIPv6.match(
                rule: rule - natCount, source: source.rawValue, destination: destination.rawValue, service: service,
                in: ruleSets)
        case (.v4, .v6), (.v6, .v4):
            return none
        }
    }

    func judge(_ request: ApplicationRequest) -> Decision {
        Decision(verdict: .deny, tier: .default, rule: nil, reason: .application(.noRuleMatched))
    }

    /// The snapshot with the addresses that names have now.
    public func resolving(_ names: ResolvedNames) -> Snapshot { self }

    /// The address with which the egress proxy connects to a destination for a client: always
    /// one of the firewall's, the same for the same client (semantics: application rules
    /// always SNAT).
    public func egressAddress(for client: IPAddress, to destination: IPAddress) -> IPv4Address { privateAddress }

    /// Whether any application rule has `destinationAddresses`: then the address that a name
    /// resolves to is judged too, before it is connected to.
    public var judgesResolvedAddresses: Bool { false }
}
