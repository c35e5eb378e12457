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
    /// Every rule in the order of evaluation: all NAT rules, then all network rules, then all
    /// application rules.
    public let rules: [CompiledRule]
    public let sourceNATPolicy: SourceNATPolicy
    /// Whether flows that a NAT rule lets in get the firewall's private address as source.
    public let inboundSNAT: Bool
    /// Whether a Deny network rule that matches the translated traffic stops what a NAT rule
    /// let in.
    public let networkRulesCanDenyDNAT: Bool
    /// Whether the firewall answers DNS queries at its private addresses, and which servers it
    /// asks; those of its machine where there are none.
    public let dnsSettings: FirewallPolicy.DNSSettings
    /// One of each family that its subnet has.
    public let privateAddresses: [IPAddress]
    /// Whether any application rule has `destinationAddresses`: then the address that a name
    /// resolves to must be judged too, before it is connected to.
    public let judgesResolvedAddresses: Bool

    let ownAddresses: AddressSet
    let sourceTranslation: SourceTranslation
    let ruleSets: RuleSets
    let nat: Classifier<UInt32>
    let networkIPv4: Classifier<UInt32>
    let networkIPv6: Classifier<UInt128>
    let application: ApplicationClassifier
    /// Where each pass begins in `rules`: network rule n of its pass is `rules[natCount + n]`.
    let natCount: Int
    let networkCount: Int
    /// The network rules that list each name, as their places within the pass.
    private let networkRulesByName: [String: [Int]]
    /// What these names stand for now.
    private let named: NamedDestinations
    let threatPolicy: ThreatPolicy
    /// What is hostile now; nil where there is nothing, or the policy does not ask.
    let threats: ThreatLists?
    /// When a source becomes an entry of a built-in feed.
    public let threatDetection: FirewallPolicy.ThreatDetection

    /// Compiles the policy of one firewall: of the Firewall of that name in `resources`.
    ///
    /// Without `serviceTags`, a rule that names a service tag is an error; likewise `fqdnTags`.
    /// No name in a network rule has an address yet; see `resolving`. Rules that have no
    /// number yet get one of `numbering`, which is left unchanged where this throws. Throws
    /// what is wrong with the first resource found that can't be compiled.
    public static func compile(
        firewall: String, resources: ResourceSet, serviceTags: (any ServiceTagSource)?,
        fqdnTags: (any FQDNTagSource)? = nil, numbering: inout RuleNumbering
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
        let application = try ApplicationClassifierBuilder(
            order.application, resolver: &resolver, fqdnTags: fqdnTags)
        numbering = newNumbering
        return Snapshot(
            firewall: resource, place: place, chain: chain, order: order, nat: nat, network: network,
            application: application)
    }

    private init(
        firewall: Firewall, place: FirewallPlace, chain: PolicyChain, order: RuleOrder, nat: ClassifierBuilder,
        network: ClassifierBuilder, application: ApplicationClassifierBuilder
    ) {
        firewallName = firewall.name
        policyName = firewall.firewallPolicy
        publicAddresses = place.publicAddresses
        privateAddress = place.privateAddress
        localPrefixes = place.localPrefixes
        ownAddresses = place.ownAddresses
        rules = order.nat + order.network + order.application
        natCount = order.nat.count
        networkCount = order.network.count
        networkRulesByName = order.networkRulesByName
        named = .none
        threatPolicy = ThreatPolicy(chain.policies)
        threats = nil
        threatDetection = chain.threatDetection
        dnsSettings = chain.dnsSettings
        privateAddresses = place.privateAddresses
        judgesResolvedAddresses = application.hasDestinations
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
        self.application = application.classifier(into: &store)
        ruleSets = RuleSets(store)
    }

    /// The snapshot of a firewall that is not defined yet: no addresses, no rules; everything
    /// is denied.
    public static let denyingAll = Snapshot(
        firewall: Firewall(name: "", ipConfigurations: [], firewallPolicy: ""), place: FirewallPlace(),
        chain: PolicyChain(), order: RuleOrder(), nat: ClassifierBuilder(), network: ClassifierBuilder(),
        application: ApplicationClassifierBuilder())

    private init(_ other: Snapshot, named: NamedDestinations, threats: ThreatLists?) {
        firewallName = other.firewallName
        policyName = other.policyName
        publicAddresses = other.publicAddresses
        privateAddress = other.privateAddress
        localPrefixes = other.localPrefixes
        rules = other.rules
        sourceNATPolicy = other.sourceNATPolicy
        inboundSNAT = other.inboundSNAT
        networkRulesCanDenyDNAT = other.networkRulesCanDenyDNAT
        dnsSettings = other.dnsSettings
        privateAddresses = other.privateAddresses
        judgesResolvedAddresses = other.judgesResolvedAddresses
        ownAddresses = other.ownAddresses
        sourceTranslation = other.sourceTranslation
        ruleSets = other.ruleSets
        nat = other.nat
        networkIPv4 = other.networkIPv4
        networkIPv6 = other.networkIPv6
        application = other.application
        natCount = other.natCount
        networkCount = other.networkCount
        networkRulesByName = other.networkRulesByName
        self.named = named
        threatPolicy = other.threatPolicy
        self.threats = threats
        threatDetection = other.threatDetection
    }

    /// The snapshot in which the names of network rules have these addresses and no others.
    /// Shares all else; costs as much as there are addresses.
    public func resolving(_ names: ResolvedNames) -> Snapshot {
        networkRulesByName.isEmpty
            ? self : Snapshot(self, named: NamedDestinations(networkRulesByName, names), threats: threats)
    }

    /// The snapshot that knows these threats and no others; without any where its policy turns
    /// threat intelligence off. Shares all else.
    public func watching(_ threats: ThreatLists) -> Snapshot {
        let isIdle = threatPolicy.action == nil || threats === ThreatLists.none
        return Snapshot(self, named: named, threats: isIdle ? nil : threats)
    }

    /// What is done with what is listed; nil where threat intelligence is off.
    public var threatAction: ThreatIntelAction? { threatPolicy.action }

    /// The lists by which it judges; nil where there are none or the policy does not ask.
    public var threatLists: ThreatLists? { threats }

    /// The names in `destinationFqdns` of network rules, in lower case, without the trailing
    /// dot, each with the rules that list it.
    public var namesOfNetworkRules: [String: [RuleIdentity]] {
        networkRulesByName.mapValues { places in places.map { rules[natCount + $0].identity } }
    }

    /// The places in `rules` of one pass; empty for those without rules.
    public func range(of tier: Decision.Tier) -> Range<Int> {
        switch tier {
        case .dnat: 0..<natCount
        case .network: natCount..<natCount + networkCount
        case .application: natCount + networkCount..<rules.count
        case .threatIntel, .dns, .default: rules.count..<rules.count
        }
    }

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
        var index: Int?
        switch (flow.source, flow.destination) {
        case (.v4(let source), .v4(let destination)):
            index = networkIPv4.firstMatch(
                source: source.rawValue, destination: destination.rawValue, service: service, in: ruleSets)
        case (.v6(let source), .v6(let destination)):
            index = networkIPv6.firstMatch(
                source: source.rawValue, destination: destination.rawValue, service: service, in: ruleSets)
        case (.v4, .v6), (.v6, .v4):
            return nil
        }
        for candidate in named.rules(for: flow.destination) ?? [] {
            if let index, index <= candidate { break }
            let match = match(rule: natCount + candidate, flow)
            guard match.source, match.service else { continue }
            index = candidate
            break
        }
        return index.map { natCount + $0 }
    }

    /// Which fields of one rule a flow satisfies, read from the same sets that `evaluate`
    /// intersects. NAT and application rules have no field that IPv6 satisfies; of an
    /// application rule the name is not looked at.
    /// `rule` is a place in `rules`; out of its bounds nothing is satisfied.
    public func match(rule: Int, _ flow: Flow) -> FieldMatch {
        let none = FieldMatch(source: false, destination: false, service: false)
        let service = Service.key(flow.ipProtocol, port: flow.destinationPort)
        switch (flow.source, flow.destination) {
        case (.v4(let source), .v4(let destination)):
            if range(of: .application).contains(rule) {
                guard flow.ipProtocol == .tcp else { return none }
                return application.match(
                    rule: rule - natCount - networkCount, source: source.rawValue, destination: destination.rawValue,
                    port: flow.destinationPort, in: ruleSets)
            }
            guard rules.indices.contains(rule) else { return none }
            let classifier = rule < natCount ? nat : networkIPv4
            return naming(
                rule, flow,
                classifier.match(
                    rule: rule < natCount ? rule : rule - natCount, source: source.rawValue,
                    destination: destination.rawValue, service: service, in: ruleSets))
        case (.v6(let source), .v6(let destination)):
            guard range(of: .network).contains(rule) else { return none }
            return naming(
                rule, flow,
                networkIPv6.match(
                    rule: rule - natCount, source: source.rawValue, destination: destination.rawValue,
                    service: service, in: ruleSets))
        case (.v4, .v6), (.v6, .v4):
            return none
        }
    }

    /// The match, with the destination where the rule has it by name.
    private func naming(_ rule: Int, _ flow: Flow, _ match: FieldMatch) -> FieldMatch {
        guard !match.destination, let named = named.rules(for: flow.destination), named.contains(rule - natCount)
        else { return match }
        return FieldMatch(source: match.source, destination: true, service: match.service)
    }
}
