import MoatModel

/// Turns resources into the parts of a snapshot.
struct SnapshotCompiler {
    struct Parts {
        var firewall: Firewall
        var publicAddresses: [IPv4Address]
        var privateAddress: IPv4Address
        /// The private address of each family that the firewall's subnet has.
        var privateAddresses: [IPAddress]
        var localPrefixes: [IPPrefix]
        var privateRanges: [IPPrefix]
        var inboundSnat: Bool
        var networkRulesCanDenyDnat: Bool
        var nat: [(rule: CompiledRule, spans: RuleSpans)]
        var network: [(rule: CompiledRule, spans: RuleSpans)]
    }

    let resources: ResourceSet
    let serviceTags: (any ServiceTagSource)?
    var numbering: RuleNumbering
    private var groupRanges: [String: [IPRange]] = [:]

    init(resources: ResourceSet, serviceTags: (any ServiceTagSource)?, numbering: RuleNumbering) {
        self.resources = resources
        self.serviceTags = serviceTags
        self.numbering = numbering
    }

    mutating func parts(of name: String) throws(CompileError) -> Parts {
        let key = ResourceKey(kind: .firewall, name: name)
        guard let firewall = resources.firewalls[name] else {
            throw CompileError(key, "there is no such firewall")
        }
        guard let reference = firewall.subnet,
            let network = resources.virtualNetworks[reference.virtualNetwork],
            let subnet = network.subnets.first(where: { $0.name == reference.subnet })
        else {
            throw CompileError(
                key, "its subnet does not exist; name one as network/\(VirtualNetwork.firewallSubnetName)")
        }
        let privateAddresses = subnet.addressPrefixes.map(Firewall.privateAddress(in:))
        guard let privateAddress = privateAddresses.lazy.compactMap(\.ipv4).first else {
            throw CompileError(key, "its subnet \(reference) has no IPv4 prefix")
        }
        let policies = try policyChain(of: firewall)
        var parts = Parts(
            firewall: firewall, publicAddresses: try publicAddresses(of: firewall), privateAddress: privateAddress,
            privateAddresses: privateAddresses, localPrefixes: network.addressPrefixes,
            privateRanges: policies.reversed().lazy.compactMap(\.snat.privateRanges).first
                ?? FirewallPolicy.SNAT.defaultPrivateRanges,
            inboundSnat: policies.contains(where: \.snat.inboundSnat),
            networkRulesCanDenyDnat: policies.contains(where: \.networkRulesCanDenyDnat), nat: [], network: [])
        for policy in policies {
            let groups = resources.ruleCollectionGroups.values.filter { $0.firewallPolicy == policy.name }
            for group in groups.sorted(by: { ($0.priority, $0.name) < ($1.priority, $1.name) }) {
                try add(group, to: &parts)
            }
        }
        return parts
    }

    private func publicAddresses(of firewall: Firewall) throws(CompileError) -> [IPv4Address] {
        var addresses: [IPv4Address] = []
        for configuration in firewall.ipConfigurations {
            guard let address = resources.publicIPAddresses[configuration.publicIPAddress]?.ipAddress.ipv4 else {
                throw CompileError(
                    ResourceKey(kind: .firewall, name: firewall.name),
                    "there is no IPv4 PublicIPAddress '\(configuration.publicIPAddress)'")
            }
            addresses.append(address)
        }
        return addresses
    }

    /// The base policies, the farthest first, and then the firewall's own.
    private func policyChain(of firewall: Firewall) throws(CompileError) -> [FirewallPolicy] {
        var chain: [FirewallPolicy] = []
        var next: String? = firewall.firewallPolicy
        while let name = next {
            let key = ResourceKey(kind: .firewallPolicy, name: name)
            guard let policy = resources.firewallPolicies[name] else {
                throw CompileError(key, "there is no such policy")
            }
            guard !chain.contains(where: { $0.name == name }) else {
                throw CompileError(key, "it is its own base policy")
            }
            chain.append(policy)
            next = policy.basePolicy
        }
        return chain.reversed()
    }

    private mutating func add(_ group: RuleCollectionGroup, to parts: inout Parts) throws(CompileError) {
        for collection in group.ruleCollections.sorted(by: { ($0.priority, $0.name) < ($1.priority, $1.name) }) {
            switch collection.rules {
            case .nat(let rules):
                for rule in rules {
                    guard case .v4(let address) = rule.translatedAddress else {
                        throw CompileError(
                            group.key, "rule \(rule.name): DNAT to an IPv6 address is not supported yet")
                    }
                    let identity = identity(
                        group, collection, rule.name,
                        Decision.Translation(address: address, port: rule.translatedPort))
                    let spans = RuleSpans(
                        sources: try ranges(rule.sourceAddresses, rule.sourceIpGroups, group, rule.name),
                        destinations: rule.destinationAddresses.map { IPRange(IPPrefix($0)) },
                        protocols: rule.ipProtocols.map { $0 == .any ? [.tcp, .udp] : [$0] }.flatMap { $0 },
                        ports: rule.destinationPorts)
                    parts.nat.append((CompiledRule(identity: identity, verdict: .allow, source: .nat(rule)), spans))
                }
            case .network(let action, let rules):
                for rule in rules {
                    guard rule.destinationFqdns.isEmpty else {
                        throw CompileError(
                            group.key, "rule \(rule.name): destinationFqdns are not supported yet")
                    }
                    let identity = identity(group, collection, rule.name, nil)
                    let spans = RuleSpans(
                        sources: try ranges(rule.sourceAddresses, rule.sourceIpGroups, group, rule.name),
                        destinations: try ranges(
                            rule.destinationAddresses, rule.destinationIpGroups, group, rule.name),
                        protocols: rule.ipProtocols, ports: rule.destinationPorts)
                    let compiled = CompiledRule(
                        identity: identity, verdict: action == .allow ? .allow : .deny, source: .network(rule))
                    parts.network.append((compiled, spans))
                }
            case .application(_, let rules):
                guard let rule = rules.first else { continue }
                throw CompileError(
                    group.key, "application rule \(rule.name): application rules are not supported yet")
            }
        }
    }

    private mutating func identity(
        _ group: RuleCollectionGroup, _ collection: RuleCollection, _ rule: String, _ translation: Decision.Translation?
    ) -> RuleIdentity {
        let key = RuleIdentity.Key(
            policy: group.firewallPolicy, group: group.name, collection: collection.name, rule: rule,
            translation: translation)
        return RuleIdentity(key: key, number: numbering.number(for: key))
    }

    /// The addresses that entries and IP groups stand for. None at all is a rule that never
    /// matches: Azure skips a rule whose only group is empty.
    private mutating func ranges(
        _ addresses: [AddressSpecifier], _ groups: [String], _ owner: RuleCollectionGroup, _ rule: String
    ) throws(CompileError) -> [IPRange] {
        var result: [IPRange] = []
        for address in addresses {
            switch address {
            case .any: result += [.all(.ipv4), .all(.ipv6)]
            case .prefix(let prefix): result.append(IPRange(prefix))
            case .range(let range): result.append(range)
            case .serviceTag(let tag):
                guard let prefixes = serviceTags?.prefixes(of: tag) else {
                    throw CompileError(
                        owner.key,
                        "rule \(rule): "
                            + (serviceTags == nil
                                ? "service tag '\(tag)' needs a file of service tags (serve --service-tags FILE)"
                                : "there is no service tag '\(tag)'"))
                }
                result += prefixes.map { IPRange($0) }
            }
        }
        for group in groups {
            if let known = groupRanges[group] {
                result += known
                continue
            }
            guard let resource = resources.ipGroups[group] else {
                throw CompileError(owner.key, "rule \(rule): there is no IPGroup '\(group)'")
            }
            let members = try ranges(resource.ipAddresses, [], owner, rule)
            groupRanges[group] = members
            result += members
        }
        return result
    }
}

extension IPAddress {
    fileprivate var ipv4: IPv4Address? {
        if case .v4(let address) = self { address } else { nil }
    }
}
