import MoatModel

/// The policies that the benchmarks run on.
enum BenchPolicy {
    static let client = "10.0.5.7"
    static let server = "203.0.113.9"
    static let firewall = "edge"

    /// A firewall with `rules` network rules in groups of 1,000 (Azure bounds a group by its
    /// size). Every rule has a source, a destination and a port of its own; the last one is
    /// the only one that lets the client reach the server.
    static func resources(rules: Int) -> [Resource] {
        // The bare kernel beside it does not translate either.
        var resources = base(snat: FirewallPolicy.SNAT(privateRanges: prefixes("0.0.0.0/0")))
        for group in 0..<(rules + 999) / 1000 {
            resources.append(.ruleCollectionGroup(self.group(group, rules: min(1000, rules - group * 1000), of: rules)))
        }
        return resources
    }

    /// Everything but rules.
    static func base(
        snat: FirewallPolicy.SNAT = FirewallPolicy.SNAT(),
        dnsSettings: FirewallPolicy.DNSSettings = FirewallPolicy.DNSSettings()
    ) -> [Resource] {
        var resources: [Resource] = [
            .virtualNetwork(
                VirtualNetwork(
                    name: "bench", addressPrefixes: prefixes("10.0.0.0/16"),
                    subnets: [
                        .init(name: VirtualNetwork.firewallSubnetName, addressPrefixes: prefixes("10.0.3.0/24")),
                        .init(name: "clients", addressPrefixes: prefixes("10.0.5.0/24")),
                    ])),
            .firewallPolicy(
                FirewallPolicy(name: "bench", threatIntelMode: .off, dnsSettings: dnsSettings, snat: snat)),
            .firewall(
                Firewall(
                    name: firewall,
                    ipConfigurations: [
                        .init(
                            name: "first",
                            subnet: SubnetReference(
                                virtualNetwork: "bench", subnet: VirtualNetwork.firewallSubnetName),
                            publicIPAddress: "bench")
                    ], firewallPolicy: "bench")),
        ]
        if let address = IPAddress("198.51.100.10") {
            resources.append(.publicIPAddress(PublicIPAddress(name: "bench", ipAddress: address)))
        }
        return resources
    }

    /// One group; the very last rule of the policy is the one that matches.
    static func group(_ number: Int, rules: Int, of total: Int, lastPorts: String = "5000-5015") -> RuleCollectionGroup
    {
        let made = (0..<rules).map { index in
            let rule = number * 1000 + index
            return rule == total - 1 ? matching(lastPorts) : filler(rule)
        }
        let collections = stride(from: 0, to: made.count, by: 100).map { start in
            RuleCollection(
                name: "collection-\(start / 100)", priority: 100 + start / 100,
                rules: .network(.allow, Array(made[start..<min(start + 100, made.count)])))
        }
        return RuleCollectionGroup(
            name: "group-\(number)", firewallPolicy: "bench", priority: 200 + number, ruleCollections: collections)
    }

    private static func matching(_ ports: String) -> NetworkRule {
        NetworkRule(
            name: "the-last", ipProtocols: [.tcp, .udp], sourceAddresses: specifiers("10.0.5.0/24"),
            destinationAddresses: specifiers("203.0.113.0/24"),
            destinationPorts: [PortRange(ports)].compactMap { $0 })
    }

    /// A rule like those people write: a host or small net inside, a net outside, a port.
    private static func filler(_ number: Int) -> NetworkRule {
        NetworkRule(
            name: "rule-\(number)", ipProtocols: [number % 3 == 0 ? .udp : .tcp],
            sourceAddresses: specifiers(
                number % 4 == 0 ? "10.0.\(128 + number % 120).0/24" : "10.0.\(16 + number / 250 % 100).\(number % 250)"),
            destinationAddresses: specifiers("\(20 + number / 6400).\(number / 25 % 256).\(number % 25 * 10).0/24"),
            destinationPorts: [PortRange(UInt16(1 + number * 7 % 60000))])
    }

    static func prefixes(_ texts: String...) -> [IPPrefix] {
        texts.compactMap { IPPrefix($0) }
    }

    static func specifiers(_ texts: String...) -> [AddressSpecifier] {
        texts.compactMap { AddressSpecifier($0) }
    }
}
