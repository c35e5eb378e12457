import MoatModel
import MoatPolicy

/// Makes policies, and flows that the lab of Examples/aks-firewall can carry, from small
/// pools of values, so that they meet at their edges.
struct LabPolicyGenerator {
    var random: SeededGenerator
    /// The source port of the next TCP or UDP flow, and the identifier of the next ICMP one;
    /// no two flows share one.
    private var nextPort: UInt16 = 20000

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    static let publicAddresses = ["198.51.100.10", "198.51.100.11"]

    private static let inside4 = ["10.0.5.7", "10.0.5.8", "10.0.5.20", "10.0.5.127", "10.0.5.128", "10.0.5.254"]
    private static let inside6 = ["fd00:10:0:5::7", "fd00:10:0:5::8", "fd00:10:0:5::ff"]
    private static let outside4 = ["203.0.113.9", "203.0.113.50", "203.0.113.53", "203.0.113.66", "192.0.2.66"]
    private static let outside6 = ["2001:db8:203::9", "2001:db8:203::50"]
    private static let sources4 = ["203.0.113.50", "203.0.113.127", "203.0.113.128", "203.0.113.200", "192.0.2.66"]
    private static let targets = ["10.0.4.4", "10.0.5.7", "10.0.5.8", "203.0.113.9"]
    private static let ports: [UInt16] = [22, 53, 79, 80, 81, 443, 8080]
    private static let prefixes4 = [
        "10.0.5.0/24", "10.0.5.0/25", "10.0.5.128/25", "10.0.0.0/16", "203.0.113.0/24", "203.0.113.0/25",
        "203.0.113.128/25", "192.0.2.0/24", "0.0.0.0/0", "10.0.5.7-10.0.5.20", "203.0.113.50-203.0.113.66",
        "198.51.100.0/24",
    ]
    private static let prefixes6 = ["fd00:10::/48", "fd00:10:0:5::7", "2001:db8:203::/64", "::/0"]

    // MARK: Policies

    /// The resources that change from policy to policy. Groups and IP groups have the same
    /// names each time, so that each policy replaces the one before as a whole.
    mutating func policy() -> [Resource] {
        [
            .ipGroup(IPGroup(name: "some", ipAddresses: list(1...3) { $0.specifier(orAny: false) })),
            .ipGroup(IPGroup(name: "others", ipAddresses: list(1...2) { $0.specifier(orAny: false) })),
            .ipGroup(IPGroup(name: "nobody", ipAddresses: [])),
            .firewallPolicy(
                FirewallPolicy(
                    name: "aks-egress", basePolicy: "baseline",
                    dnsSettings: .init(servers: [Rules.address("203.0.113.53")], enableProxy: true), snat: snat(),
                    networkRulesCanDenyDnat: chance(3))),
            .firewallPolicy(FirewallPolicy(name: "baseline", networkRulesCanDenyDnat: chance(6))),
            .ruleCollectionGroup(group("net", of: "baseline", priority: pick([200, 500]))),
            .ruleCollectionGroup(group("edge", of: "aks-egress", priority: pick([100, 400]))),
            .ruleCollectionGroup(group("team", of: "aks-egress", priority: pick([300, 250]))),
        ]
    }

    private mutating func snat() -> FirewallPolicy.SNAT {
        let ranges: [IPPrefix]? =
            switch Int.random(in: 0..<6, using: &random) {
            case 0: ["0.0.0.0/0"].compactMap { IPPrefix($0) }
            case 1: ["255.255.255.255/32"].compactMap { IPPrefix($0) }
            case 2: ["203.0.113.0/26", "10.0.0.0/16"].compactMap { IPPrefix($0) }
            default: nil
            }
        return FirewallPolicy.SNAT(privateRanges: ranges, inboundSnat: chance(4))
    }

    private mutating func group(_ name: String, of policy: String, priority: Int) -> RuleCollectionGroup {
        var collections: [RuleCollection] = []
        for (index, priority) in [100, 150, 200].shuffled(using: &random).enumerated() {
            let isNat = name == "edge" ? index < 2 : chance(6)
            let count = Int.random(in: 1...4, using: &random)
            let rules: RuleCollection.Rules =
                isNat
                ? .nat((0..<count).map { natRule("nat-\($0)") })
                : .network(pick([.allow, .allow, .deny]), (0..<count).map { networkRule("net-\($0)") })
            collections.append(RuleCollection(name: "c\(index)", priority: priority, rules: rules))
        }
        return RuleCollectionGroup(name: name, firewallPolicy: policy, priority: priority, ruleCollections: collections)
    }

    private mutating func networkRule(_ name: String) -> NetworkRule {
        let protocols: [RuleProtocol] = list(1...2) { $0.pick([.tcp, .udp, .icmp, .any]) }
        let usesGroups = chance(4)
        return NetworkRule(
            name: name, ipProtocols: unique(protocols),
            sourceAddresses: usesGroups ? [] : list(1...2) { $0.specifier() },
            sourceIpGroups: usesGroups ? [pick(["some", "others", "nobody"])] : [],
            destinationAddresses: list(1...2) { $0.specifier() },
            destinationIpGroups: chance(5) ? [pick(["some", "others", "nobody"])] : [],
            // Ports say nothing where there is only ICMP, and are refused there.
            destinationPorts: protocols.allSatisfy { $0 == .icmp } ? [.all] : unique(list(1...2) { $0.portRange() }))
    }

    private mutating func natRule(_ name: String) -> NatRule {
        NatRule(
            name: name, ipProtocols: [pick([.tcp, .udp, .any])],
            sourceAddresses: [chance(2) ? .any : specifier()],
            destinationAddresses: unique(list(1...2) { $0.pick(Self.publicAddresses) }).map { Rules.address($0) },
            destinationPorts: [portRange(orAll: false)], translatedAddress: Rules.address(pick(Self.targets)),
            translatedPort: pick([80, 443, 8080, 9000]))
    }

    private mutating func specifier(orAny: Bool = true) -> AddressSpecifier {
        let text =
            switch Int.random(in: 0..<8, using: &random) {
            case 0 where orAny: "*"
            case 1: pick(Self.prefixes6)
            case 2: pick(Self.inside4)
            case 3: pick(Self.outside4)
            default: pick(Self.prefixes4)
            }
        return AddressSpecifier(text) ?? .any
    }

    private mutating func portRange(orAll: Bool = true) -> PortRange {
        if orAll, chance(3) { return .all }
        let (first, second) = (pick(Self.ports), pick(Self.ports))
        return PortRange(min(first, second), max(first, second)) ?? .all
    }

    // MARK: Flows

    /// Flows that can be told apart in the log: no two ICMP flows have the same addresses.
    mutating func flows(_ count: Int) -> [LabFlow] {
        var flows: [LabFlow] = []
        while flows.count < count {
            let flow = flow()
            let isTwin = flow.flow.ipProtocol.isICMP && flows.contains { $0.flow == flow.flow }
            if !isTwin { flows.append(flow) }
        }
        return flows
    }

    private mutating func flow() -> LabFlow {
        let isIPv6 = chance(5)
        let side = pick(Flow.Side.allCases)
        let (source, destination): (String, String) =
            switch (side, isIPv6) {
            case (.private, false):
                (pick(Self.inside4), chance(3) ? pick(Self.publicAddresses + ["10.0.3.4"]) : pick(Self.outside4))
            case (.private, true): (pick(Self.inside6), chance(6) ? "fd00:10:0:3::4" : pick(Self.outside6))
            case (.public, false):
                (
                    pick(Self.sources4),
                    chance(4) ? pick(["10.0.4.4", "10.0.5.7", "10.0.5.8", "10.0.3.4"]) : pick(Self.publicAddresses)
                )
            case (.public, true):
                (pick(Self.outside6), chance(6) ? "fd00:10:0:3::4" : pick(["fd00:10:0:5::7", "fd00:10:0:5::8"]))
            }
        let icmp: IPProtocol = isIPv6 ? .icmpv6 : .icmp
        let ipProtocol = pick([.tcp, .tcp, .tcp, .udp, .udp, icmp])
        let tag = nextPort
        nextPort += 1
        return LabFlow(
            flow: Flow(
                side: side, source: Rules.address(source), destination: Rules.address(destination),
                ipProtocol: ipProtocol, sourcePort: ipProtocol.hasPorts ? tag : 0,
                destinationPort: ipProtocol.hasPorts ? pick(Self.ports) : 0), tag: tag)
    }

    // MARK: Parts

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    private mutating func chance(_ oneIn: Int) -> Bool {
        Int.random(in: 0..<oneIn, using: &random) == 0
    }

    private mutating func list<Element>(_ count: ClosedRange<Int>, _ make: (inout Self) -> Element) -> [Element] {
        (0..<Int.random(in: count, using: &random)).map { _ in make(&self) }
    }

    private func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
        var seen: Set<Element> = []
        return elements.filter { seen.insert($0).inserted }
    }
}

/// A flow with what tells it from all others on the wire.
struct LabFlow: Hashable {
    var flow: Flow
    /// Its source port, or its ICMP identifier.
    var tag: UInt16

    /// Its first packet.
    var packet: Packet {
        Packet(
            source: flow.source, destination: flow.destination, ipProtocol: flow.ipProtocol, sourcePort: tag,
            destinationPort: flow.destinationPort, payload: Array("moat".utf8))
    }
}
