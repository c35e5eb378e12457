import MoatModel
import MoatPolicy
import Testing

/// The reference topology around one policy: virtual network 10.0.0.0/16 and
/// fd00:10::/48, firewall `edge` with private address 10.0.3.4 (fd00:10:0:3::4) and public
/// addresses 198.51.100.10 and .11.
struct Scene {
    var resources = ResourceSet()
    var serviceTags: (any ServiceTagSource)? = TestTags()
    var fqdnTags: (any FQDNTagSource)? = TestFQDNTags()

    init(_ groups: RuleCollectionGroup..., policy: FirewallPolicy = FirewallPolicy(name: "policy")) {
        self.init(groups, policies: [policy])
    }

    /// The first policy is the firewall's own.
    init(_ groups: [RuleCollectionGroup], policies: [FirewallPolicy]) {
        let subnet = SubnetReference(virtualNetwork: "net", subnet: VirtualNetwork.firewallSubnetName)
        resources = ResourceSet([
            .virtualNetwork(
                VirtualNetwork(
                    name: "net", addressPrefixes: [prefix("10.0.0.0/16"), prefix("fd00:10::/48")],
                    subnets: [
                        .init(
                            name: VirtualNetwork.firewallSubnetName,
                            addressPrefixes: [prefix("10.0.3.0/24"), prefix("fd00:10:0:3::/64")])
                    ])),
            .publicIPAddress(PublicIPAddress(name: "pip1", ipAddress: address("198.51.100.10"))),
            .publicIPAddress(PublicIPAddress(name: "pip2", ipAddress: address("198.51.100.11"))),
            .firewall(
                Firewall(
                    name: "edge",
                    ipConfigurations: [
                        .init(name: "first", subnet: subnet, publicIPAddress: "pip1"),
                        .init(name: "second", subnet: nil, publicIPAddress: "pip2"),
                    ], firewallPolicy: policies.first?.name ?? "policy")),
        ])
        for policy in policies { resources.set(.firewallPolicy(policy)) }
        for group in groups { resources.set(.ruleCollectionGroup(group)) }
    }

    func compile() throws(CompileError) -> Snapshot {
        var numbering = RuleNumbering()
        return try compile(numbering: &numbering)
    }

    func compile(numbering: inout RuleNumbering) throws(CompileError) -> Snapshot {
        try Snapshot.compile(
            firewall: "edge", resources: resources, serviceTags: serviceTags, fqdnTags: fqdnTags,
            numbering: &numbering)
    }

    func compileError(sourceLocation: SourceLocation = #_sourceLocation) throws -> CompileError {
        try #require(throws: CompileError.self, sourceLocation: sourceLocation) { try compile() }
    }
}

/// Two tags: one of both families, one empty.
struct TestTags: ServiceTagSource {
    func prefixes(of tag: String) -> [IPPrefix]? {
        switch tag {
        case "Storage": [prefix("203.0.113.0/25"), prefix("203.0.113.192/26"), prefix("2001:db8:5::/48")]
        case "Nothing": []
        default: nil
        }
    }
}

/// Two tags, one of them empty.
struct TestFQDNTags: FQDNTagSource {
    func patterns(of tag: String) -> [FQDNPattern]? {
        switch tag {
        case "Updates": MoatPolicyTests.patterns(["*.update.example", "download.example"])
        case "Empty": []
        default: nil
        }
    }
}

// MARK: - Short forms, for text that the tests themselves write.

func address(_ text: String) -> IPAddress {
    guard let address = IPAddress(text) else { preconditionFailure("not an address: \(text)") }
    return address
}

func prefix(_ text: String) -> IPPrefix {
    guard let prefix = IPPrefix(text) else { preconditionFailure("not a prefix: \(text)") }
    return prefix
}

/// `10.0.5.7,*,10.0.0.0/8`
func specifiers(_ text: String) -> [AddressSpecifier] {
    text.split(separator: ",").map {
        guard let specifier = AddressSpecifier(String($0)) else { preconditionFailure("not addresses: \(text)") }
        return specifier
    }
}

/// `443,8000-8080,*`
func ports(_ text: String) -> [PortRange] {
    text.split(separator: ",").map {
        guard let range = PortRange($0) else { preconditionFailure("not ports: \(text)") }
        return range
    }
}

func network(
    _ name: String, _ protocols: [RuleProtocol] = [.tcp], from sources: String = "*", to destinations: String = "*",
    ports portList: String = "*", fromGroups: [String] = [], toGroups: [String] = []
) -> NetworkRule {
    NetworkRule(
        name: name, ipProtocols: protocols, sourceAddresses: specifiers(sources), sourceIpGroups: fromGroups,
        destinationAddresses: specifiers(destinations), destinationIpGroups: toGroups,
        destinationPorts: ports(portList))
}

/// `https:443` for each of `protocols`.
func application(
    _ name: String, _ fqdns: [String], _ protocols: [String] = ["https:443"], from sources: String = "*",
    to destinations: String = "", fromGroups: [String] = [], tags: [String] = []
) -> ApplicationRule {
    ApplicationRule(
        name: name,
        protocols: protocols.map { text in
            let parts = text.split(separator: ":")
            guard parts.count == 2, let port = UInt16(parts[1]) else { preconditionFailure("not a protocol: \(text)") }
            return .init(protocolType: parts[0] == "http" ? .http : .https, port: port)
        }, sourceAddresses: specifiers(sources), sourceIpGroups: fromGroups,
        destinationAddresses: specifiers(destinations), targetFqdns: patterns(fqdns), fqdnTags: tags)
}

func patterns(_ texts: [String]) -> [FQDNPattern] {
    texts.map {
        guard let pattern = FQDNPattern($0) else { preconditionFailure("not a pattern: \($0)") }
        return pattern
    }
}

func nat(
    _ name: String, _ protocols: [RuleProtocol] = [.tcp], from sources: String = "*",
    to destination: String = "198.51.100.10", ports portList: String = "80", target: String = "10.0.4.4",
    targetPort: UInt16 = 8080, fromGroups: [String] = []
) -> NatRule {
    NatRule(
        name: name, ipProtocols: protocols, sourceAddresses: specifiers(sources), sourceIpGroups: fromGroups,
        destinationAddresses: [address(destination)], destinationPorts: ports(portList),
        translatedAddress: address(target), translatedPort: targetPort)
}

func group(
    _ name: String, policy: String = "policy", priority: Int = 100, _ collections: RuleCollection...
) -> RuleCollectionGroup {
    RuleCollectionGroup(name: name, firewallPolicy: policy, priority: priority, ruleCollections: collections)
}

func group(_ collections: RuleCollection...) -> RuleCollectionGroup {
    RuleCollectionGroup(name: "group", firewallPolicy: "policy", priority: 100, ruleCollections: collections)
}

func allow(_ rules: NetworkRule..., name: String = "allow", priority: Int = 100) -> RuleCollection {
    RuleCollection(name: name, priority: priority, rules: .network(.allow, rules))
}

func deny(_ rules: NetworkRule..., name: String = "deny", priority: Int = 100) -> RuleCollection {
    RuleCollection(name: name, priority: priority, rules: .network(.deny, rules))
}

func allow(_ rules: ApplicationRule..., name: String = "allow-names", priority: Int = 300) -> RuleCollection {
    RuleCollection(name: name, priority: priority, rules: .application(.allow, rules))
}

func deny(_ rules: ApplicationRule..., name: String = "deny-names", priority: Int = 200) -> RuleCollection {
    RuleCollection(name: name, priority: priority, rules: .application(.deny, rules))
}

func dnat(_ rules: NatRule..., name: String = "dnat", priority: Int = 100) -> RuleCollection {
    RuleCollection(name: name, priority: priority, rules: .nat(rules))
}

/// A flow from the private side unless said otherwise.
func flow(
    _ source: String, _ destination: String, _ ipProtocol: IPProtocol = .tcp, port: UInt16 = 443,
    side: Flow.Side = .private
) -> Flow {
    Flow(
        side: side, source: address(source), destination: address(destination), ipProtocol: ipProtocol,
        sourcePort: ipProtocol.hasPorts ? 40000 : 0, destinationPort: ipProtocol.hasPorts ? port : 0)
}
