import MoatModel

@testable import MoatPolicy

/// Makes policies and flows from small pools of values, so that they meet at their edges.
struct PolicyGenerator {
    var random: SeededGenerator
    let serviceTags: [String: [IPPrefix]] = [
        "Empty": [],
        "Cloud.west": ["203.0.113.0/28", "203.0.113.64/26", "2001:db8:1::/48"].compactMap { IPPrefix($0) },
        "Storage": ["198.51.100.128/25", "203.0.113.9/32"].compactMap { IPPrefix($0) },
    ]

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    private static let addresses4 = [
        "10.0.5.0", "10.0.5.7", "10.0.5.8", "10.0.5.255", "10.0.4.4", "10.0.3.4", "203.0.113.0", "203.0.113.9",
        "203.0.113.15", "203.0.113.16", "203.0.113.127", "203.0.113.128", "198.51.100.10", "198.51.100.11",
        "198.51.100.128", "0.0.0.0", "255.255.255.255", "100.64.0.1", "172.32.0.1",
    ].compactMap { IPAddress($0) }
    private static let addresses6 = [
        "2001:db8:1::", "2001:db8:1::9", "2001:db8:2::9", "fd00:10::7", "fd00:10:3::4", "::",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ].compactMap { IPAddress($0) }
    private static let ports: [UInt16] = [0, 1, 22, 53, 79, 80, 81, 443, 8080, 65534, 65535]
    private static let protocols: [IPProtocol] = [.tcp, .tcp, .udp, .udp, .icmp, .icmpv6, IPProtocol(rawValue: 47)]

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    private mutating func chance(_ oneIn: Int) -> Bool {
        Int.random(in: 0..<oneIn, using: &random) == 0
    }

    private mutating func list<Element>(_ count: ClosedRange<Int>, _ make: (inout Self) -> Element) -> [Element] {
        (0..<Int.random(in: count, using: &random)).map { _ in make(&self) }
    }

    private mutating func address() -> IPAddress {
        chance(4) ? pick(Self.addresses6) : pick(Self.addresses4)
    }

    private mutating func specifier(destination: Bool) -> AddressSpecifier {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .any
        case 1 where destination: return .serviceTag(pick(serviceTags.keys.sorted()))
        case 2:
            let family = pick([IPAddress.Family.ipv4, .ipv4, .ipv6])
            let pool = family == .ipv4 ? Self.addresses4 : Self.addresses6
            let (first, second) = (pick(pool), pick(pool))
            return IPRange(min(first, second), max(first, second)).map(AddressSpecifier.range) ?? .any
        default:
            let address = address()
            let lengths = address.family == .ipv4 ? [0, 8, 16, 24, 25, 28, 32] : [0, 16, 48, 64, 128]
            return .prefix(IPPrefix(masking: address, length: pick(lengths)))
        }
    }

    private mutating func portRange() -> PortRange {
        if chance(4) { return .all }
        let (first, second) = (pick(Self.ports), pick(Self.ports))
        return PortRange(min(first, second), max(first, second)) ?? .all
    }

    private mutating func networkRule(_ name: String) -> NetworkRule {
        NetworkRule(
            name: name, ipProtocols: list(1...2) { $0.pick(RuleProtocol.allCases) },
            sourceAddresses: list(0...2) { $0.specifier(destination: false) },
            sourceIpGroups: chance(4) ? [pick(["inside", "nobody"])] : [],
            destinationAddresses: list(0...2) { $0.specifier(destination: true) },
            destinationIpGroups: chance(4) ? [pick(["outside", "nobody"])] : [],
            destinationPorts: list(1...2) { $0.portRange() })
    }

    private mutating func natRule(_ name: String) -> NatRule {
        NatRule(
            name: name, ipProtocols: [pick([.tcp, .udp, .any])],
            sourceAddresses: list(1...2) { $0.specifier(destination: false) },
            destinationAddresses: list(1...2) { $0.pick(["198.51.100.10", "198.51.100.11"]) }
                .compactMap { IPAddress($0) },
            destinationPorts: list(1...2) { $0.portRange() },
            translatedAddress: pick(["10.0.4.4", "10.0.5.7", "203.0.113.9"].compactMap { IPAddress($0) }),
            translatedPort: pick([80, 8080, 443]))
    }

    private mutating func group(_ name: String, of policy: String, priority: Int) -> RuleCollectionGroup {
        var collections: [RuleCollection] = []
        for (index, priority) in list(0...4, { _ in 0 }).indices.map({ ($0, 100 + $0 * 7) }).shuffled(using: &random) {
            let rules: RuleCollection.Rules =
                chance(4)
                ? .nat(list(1...3) { $0.pick(["a", "b", "c"]) }.enumerated().map { natRule("nat-\($0.offset)") })
                : .network(
                    pick([.allow, .allow, .deny]), list(0...5) { _ in 0 }.indices.map { networkRule("net-\($0)") })
            collections.append(RuleCollection(name: "collection-\(index)", priority: priority, rules: rules))
        }
        return RuleCollectionGroup(name: name, firewallPolicy: policy, priority: priority, ruleCollections: collections)
    }

    private mutating func snat() -> FirewallPolicy.SNAT {
        let ranges: [IPPrefix]? =
            switch Int.random(in: 0..<6, using: &random) {
            case 0: ["0.0.0.0/0"].compactMap { IPPrefix($0) }
            case 1: ["255.255.255.255/32"].compactMap { IPPrefix($0) }
            case 2: ["203.0.113.0/28", "10.0.0.0/16"].compactMap { IPPrefix($0) }
            default: nil
            }
        return FirewallPolicy.SNAT(privateRanges: ranges, inboundSnat: chance(4))
    }

    mutating func resources() -> ResourceSet {
        var set = ResourceSet()
        func prefixes(_ texts: String...) -> [IPPrefix] { texts.compactMap { IPPrefix($0) } }
        set.set(
            .virtualNetwork(
                VirtualNetwork(
                    name: "net", addressPrefixes: prefixes("10.0.0.0/16", "172.32.0.0/16", "fd00:10::/32"),
                    subnets: [
                        .init(
                            name: VirtualNetwork.firewallSubnetName,
                            addressPrefixes: prefixes("10.0.3.0/24", "fd00:10:3::/64"))
                    ])))
        for (name, text) in [("one", "198.51.100.10"), ("two", "198.51.100.11")] {
            if let address = IPAddress(text) {
                set.set(.publicIPAddress(PublicIPAddress(name: name, ipAddress: address)))
            }
        }
        set.set(.ipGroup(IPGroup(name: "inside", ipAddresses: list(1...3) { $0.specifier(destination: false) })))
        set.set(.ipGroup(IPGroup(name: "outside", ipAddresses: list(1...3) { $0.specifier(destination: false) })))
        set.set(.ipGroup(IPGroup(name: "nobody", ipAddresses: [])))
        let isChild = chance(2)
        set.set(
            .firewallPolicy(
                FirewallPolicy(
                    name: "child", basePolicy: isChild ? "parent" : nil, snat: snat(),
                    networkRulesCanDenyDnat: chance(3))))
        if isChild {
            set.set(.firewallPolicy(FirewallPolicy(name: "parent", snat: snat(), networkRulesCanDenyDnat: chance(5))))
        }
        for policy in isChild ? ["parent", "child"] : ["child"] {
            for (index, priority) in list(1...3, { _ in 0 }).indices.map({ ($0, 60000 - $0 * 100) }) {
                set.set(.ruleCollectionGroup(group("group-\(index)", of: policy, priority: priority)))
            }
        }
        let count = pick([1, 2])
        set.set(
            .firewall(
                Firewall(
                    name: "edge",
                    ipConfigurations: ["one", "two"].prefix(count).enumerated().map {
                        .init(
                            name: $0.element,
                            subnet: $0.offset == 0
                                ? SubnetReference(
                                    virtualNetwork: "net", subnet: VirtualNetwork.firewallSubnetName) : nil,
                            publicIPAddress: $0.element)
                    }, firewallPolicy: "child")))
        return set
    }

    mutating func flow() -> Flow {
        let isIPv6 = chance(4)
        let pool = isIPv6 ? Self.addresses6 : Self.addresses4
        let ipProtocol = pick(Self.protocols)
        return Flow(
            side: pick(Flow.Side.allCases), source: pick(pool),
            destination: chance(20) ? address() : pick(pool), ipProtocol: ipProtocol,
            sourcePort: ipProtocol.hasPorts ? 40000 : 0, destinationPort: ipProtocol.hasPorts ? pick(Self.ports) : 0)
    }
}

/// Service tags from a dictionary.
struct FixedServiceTags: ServiceTagSource {
    var tags: [String: [IPPrefix]]

    func prefixes(of tag: String) -> [IPPrefix]? {
        tags[tag]
    }
}
