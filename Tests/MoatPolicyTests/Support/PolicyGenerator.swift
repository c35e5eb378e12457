import MoatModel
import MoatPolicy

/// Policies and flows out of small pools, so that rules overlap, touch and shadow each other
/// and flows fall on their boundaries.
struct PolicyGenerator {
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    private static let sources = [
        "*", "*", "*", "*", "0.0.0.0/0", "::/0", "10.0.5.0/24", "10.0.5.0/25", "10.0.5.7", "10.0.5.8",
        "10.0.4.0-10.0.5.7",
        "10.0.5.127-10.0.5.129", "203.0.113.0/24", "255.255.255.255", "0.0.0.0", "fd00:10:0:5::/64", "fd00:10:0:5::7",
        "fd00:10:0:5::7-fd00:10:0:5::9", "2001:db8::/32", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ]
    private static let destinations =
        sources + ["Storage", "Nothing", "198.51.100.0/24", "10.0.3.4", "10.0.4.4", "192.168.1.0/24", "8.8.8.8"]
    private static let groups = ["none", "clients", "mixed", "servers"]
    private static let ports = [
        "*", "*", "*", "443", "80", "53", "1-65535", "79-81", "80-443", "444-65535", "65535", "1",
    ]
    private static let addresses = [
        "10.0.5.0", "10.0.5.6", "10.0.5.7", "10.0.5.8", "10.0.5.9", "10.0.5.127", "10.0.5.128", "10.0.5.129",
        "10.0.5.130", "10.0.5.255", "10.0.6.0", "10.0.4.0", "10.0.3.255", "10.0.4.4", "10.0.3.4", "203.0.113.0",
        "203.0.113.127", "203.0.113.128", "203.0.113.192", "203.0.113.255", "203.0.114.0", "198.51.100.10",
        "198.51.100.11", "198.51.100.12", "0.0.0.0", "0.0.0.1", "255.255.255.254", "255.255.255.255", "8.8.8.8",
        "192.168.1.1", "172.16.0.1", "100.64.0.1", "11.0.0.0", "fd00:10:0:5::6", "fd00:10:0:5::7", "fd00:10:0:5::8",
        "fd00:10:0:5::9", "fd00:10:0:5::a", "fd00:10:0:3::4", "2001:db8:5::", "2001:db8:6::", "2001:db7:ffff::1", "::",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ].map { address($0) }
    private static let flowPorts: [UInt16] = [0, 1, 2, 53, 78, 79, 80, 81, 82, 442, 443, 444, 65534, 65535]
    private static let flowProtocols: [UInt8] = [6, 6, 6, 17, 17, 1, 58, 0, 47, 132, 255]

    /// What threat lists and their allow-lists have.
    private static let entries = sources.filter { $0 != "*" }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &random)]
    }

    private mutating func some<Element: Hashable>(_ elements: [Element], _ counts: ClosedRange<Int>) -> [Element] {
        var picked: [Element] = []
        for _ in 0..<Int.random(in: counts, using: &random) {
            let element = pick(elements)
            if !picked.contains(element) { picked.append(element) }
        }
        return picked
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    mutating func flow() -> Flow {
        let source = pick(Self.addresses)
        let own = ["198.51.100.10", "198.51.100.11", "10.0.3.4"].map { address($0) }
        let isToFirewall = source.family == .ipv4 && chance(40)
        let destinations = isToFirewall ? own : Self.addresses.filter { $0.family == source.family }
        let ipProtocol = IPProtocol(rawValue: pick(Self.flowProtocols))
        return Flow(
            side: pick(Flow.Side.allCases), source: source, destination: pick(destinations), ipProtocol: ipProtocol,
            sourcePort: 40000, destinationPort: ipProtocol.hasPorts ? pick(Self.flowPorts) : 0)
    }

    mutating func scene() -> Scene {
        let names = ["child", "base", "root"].prefix(Int.random(in: 1...3, using: &random))
        var policies: [FirewallPolicy] = []
        for (index, name) in names.enumerated() {
            policies.append(
                FirewallPolicy(
                    name: name, basePolicy: index + 1 < names.count ? names[index + 1] : nil,
                    threatIntelMode: pick([.off, .alert, .alert, .deny]),
                    threatIntelWhitelist: .init(
                        ipAddresses: chance(30) ? specifiers(some(Self.entries, 1...2).joined(separator: ",")) : []),
                    snat: .init(privateRanges: privateRanges(), inboundSnat: chance(20)),
                    networkRulesCanDenyDnat: chance(40)))
        }
        var groups: [RuleCollectionGroup] = []
        for policy in policies {
            for (index, priority) in priorities(0...2).enumerated() {
                var collections: [RuleCollection] = []
                for (index, priority) in priorities(0...3).enumerated() {
                    collections.append(collection("c\(index)", priority))
                }
                groups.append(
                    RuleCollectionGroup(
                        name: "g\(index)", firewallPolicy: policy.name, priority: priority,
                        ruleCollections: collections))
            }
        }
        var scene = Scene(groups, policies: policies)
        let contents = [
            "none": "", "clients": "10.0.5.0/25,10.0.5.128,fd00:10:0:5::8",
            "mixed": "203.0.113.0/24,2001:db8::/32,8.8.8.8",
            "servers": "10.0.4.4,10.0.5.129-10.0.6.0",
        ]
        for (name, list) in contents {
            scene.resources.set(.ipGroup(IPGroup(name: name, ipAddresses: specifiers(list))))
        }
        return scene
    }

    /// Lists with entries that hold, that end at this moment and that have ended.
    mutating func threats() -> ReferenceThreats {
        var threats = ReferenceThreats(time: 1000)
        guard chance(40) else { return threats }
        for index in 0..<Int.random(in: 1...3, using: &random) {
            threats.fetched.append(.init(name: "feed\(index)", entries: threatEntries(1...4)))
        }
        if chance(30) { threats.observed = [.init(name: "moat/scan", entries: threatEntries(1...2))] }
        return threats
    }

    private mutating func threatEntries(_ counts: ClosedRange<Int>) -> [ReferenceThreats.Entry] {
        (0..<Int.random(in: counts, using: &random)).flatMap { _ in
            specifiers(pick(Self.entries)).compactMap { specifier -> ReferenceThreats.Entry? in
                let range: IPRange
                switch specifier {
                case .prefix(let prefix): range = IPRange(prefix)
                case .range(let given): range = given
                case .any, .serviceTag: return nil
                }
                return .init(
                    range: range, text: pick([nil, "Scanner", "Spam"]), expires: pick([nil, nil, nil, 999, 1000, 1001]))
            }
        }
    }

    private mutating func priorities(_ counts: ClosedRange<Int>) -> [Int] {
        some([100, 200, 300, 65000], counts)
    }

    private mutating func privateRanges() -> [IPPrefix]? {
        let choices: [[String]?] = [
            nil, nil, ["0.0.0.0/0"], ["255.255.255.255/32"], ["10.0.0.0/16"], ["192.168.0.0/16", "203.0.113.0/24"], [],
        ]
        return pick(choices)?.map { prefix($0) }
    }

    private mutating func collection(_ name: String, _ priority: Int) -> RuleCollection {
        let count = Int.random(in: 0...4, using: &random)
        if chance(35) {
            return RuleCollection(name: name, priority: priority, rules: .nat((0..<count).map { natRule("r\($0)") }))
        }
        return RuleCollection(
            name: name, priority: priority,
            rules: .network(chance(50) ? .allow : .deny, (0..<count).map { networkRule("r\($0)") }))
    }

    private mutating func natRule(_ name: String) -> NatRule {
        NatRule(
            name: name, ipProtocols: some([.tcp, .udp, .any], 1...2),
            sourceAddresses: specifiers(some(Self.sources, 0...2).joined(separator: ",")),
            sourceIpGroups: chance(25) ? some(Self.groups, 1...2) : [],
            destinationAddresses: some(["198.51.100.10", "198.51.100.11", "10.0.3.4"], 1...2).map { address($0) },
            destinationPorts: MoatPolicyTests.ports(some(Self.ports, 1...2).joined(separator: ",")),
            translatedAddress: address(pick(["10.0.4.4", "10.0.5.7", "203.0.113.128"])),
            translatedPort: pick([80, 443, 8080]))
    }

    private mutating func networkRule(_ name: String) -> NetworkRule {
        NetworkRule(
            name: name, ipProtocols: some(RuleProtocol.allCases, 1...2),
            sourceAddresses: specifiers(some(Self.sources, 0...2).joined(separator: ",")),
            sourceIpGroups: chance(25) ? some(Self.groups, 1...2) : [],
            destinationAddresses: specifiers(some(Self.destinations, 0...3).joined(separator: ",")),
            destinationIpGroups: chance(25) ? some(Self.groups, 1...2) : [],
            destinationPorts: MoatPolicyTests.ports(some(Self.ports, 1...2).joined(separator: ",")))
    }
}
