import MoatModel

/// Makes resources of every kind that are right by themselves (what they refer to need not
/// exist), for properties that hold of all resources.
struct ResourceGenerator {
    var values: ValueGenerator

    init(seed: UInt64) {
        values = ValueGenerator(seed: seed)
    }

    mutating func resource() -> Resource {
        switch values.int(0...7) {
        case 0: .virtualNetwork(virtualNetwork())
        case 1: .routeTable(routeTable())
        case 2: .publicIPAddress(PublicIPAddress(name: values.name(), ipAddress: values.address(.ipv4)))
        case 3: .ipGroup(IPGroup(name: values.name(), ipAddresses: values.list(0...20) { $0.specifier() }))
        case 4: .firewall(firewall())
        case 5: .firewallPolicy(firewallPolicy())
        case 6: .threatIntelFeed(threatIntelFeed())
        default: .ruleCollectionGroup(ruleCollectionGroup())
        }
    }

    private mutating func threatIntelFeed() -> ThreatIntelFeed {
        let isCSV = values.chance(30)
        let optional = { (chance: Bool, text: String) in chance ? text : nil }
        let columns = ThreatIntelFeed.CSVColumns(
            separator: values.chance(50) ? .comma : .tab, indicator: "ip",
            description: optional(values.chance(50), "what"), validUntil: optional(values.chance(50), "until"))
        return ThreatIntelFeed(
            name: values.name(),
            source: values.chance(50)
                ? .file("/feeds/a.txt")
                : .https("https://feeds.example/a", certificateAuthority: optional(values.chance(50), "/ca.pem")),
            format: isCSV ? .csv : values.chance(50) ? .stix : .list, csv: isCSV ? columns : nil, category: "Bots",
            description: values.chance(50) ? "" : "what they are",
            refreshInterval: DurationText(milliseconds: Int64(values.int(10...2_592_000)) * 1000),
            maximumBytes: values.int(1024...(1 << 30)), unroutableAddresses: values.chance(50) ? .skip : .refuse)
    }

    private mutating func virtualNetwork() -> VirtualNetwork {
        let dualStack = values.chance(40)
        let space = ["10.0.0.0/16"] + (dualStack ? ["2001:db8::/48"] : [])
        let subnets = (0..<values.int(0...5)).map { number in
            VirtualNetwork.Subnet(
                name: number == 0 ? VirtualNetwork.firewallSubnetName : values.name(number),
                addressPrefixes: (["10.0.\(number).0/\(values.int(24...26))"]
                    + (dualStack ? ["2001:db8:0:\(number)::/64"] : [])).compactMap { IPPrefix($0) })
        }
        return VirtualNetwork(name: values.name(), addressPrefixes: space.compactMap { IPPrefix($0) }, subnets: subnets)
    }

    private mutating func routeTable() -> RouteTable {
        var prefixes: Set<IPPrefix> = []
        let routes = (0..<values.int(0...6)).compactMap { number -> RouteTable.Route? in
            let prefix = values.prefix()
            guard prefixes.insert(prefix).inserted else { return nil }
            let nextHop: RouteTable.NextHop =
                switch values.int(0...3) {
                case 0: .vnetLocal
                case 1: .internet
                case 2: .none
                default: .virtualAppliance(values.address(prefix.family))
                }
            return RouteTable.Route(name: values.name(number + 1), addressPrefix: prefix, nextHop: nextHop)
        }
        return RouteTable(
            name: values.name(), routes: routes,
            subnets: (0..<values.int(0...3)).map { SubnetReference(virtualNetwork: "hub", subnet: "subnet-\($0)") })
    }

    private mutating func firewall() -> Firewall {
        let configurations = (0..<values.int(1...5)).map { number in
            Firewall.IPConfiguration(
                name: values.name(number + 1),
                subnet: number == 0
                    ? SubnetReference(virtualNetwork: values.name(), subnet: VirtualNetwork.firewallSubnetName) : nil,
                publicIPAddress: "pip-\(number)")
        }
        return Firewall(name: values.name(), ipConfigurations: configurations, firewallPolicy: values.name())
    }

    private mutating func firewallPolicy() -> FirewallPolicy {
        let ranges: [IPPrefix]? =
            switch values.int(0...3) {
            case 0: nil
            case 1: [IPPrefix.all(.ipv4)]
            case 2: FirewallPolicy.SNAT.defaultPrivateRanges
            default: values.list(1...4) { IPPrefix(masking: $0.address(.ipv4), length: $0.int(1...31)) }
            }
        return FirewallPolicy(
            name: values.name(), basePolicy: values.chance(50) ? values.name() : nil,
            threatIntelMode: values.pick(FirewallPolicy.ThreatIntelMode.allCases),
            threatIntelWhitelist: FirewallPolicy.ThreatIntelWhitelist(
                ipAddresses: values.list(0...3) { $0.specifier() },
                fqdns: values.list(0...2) { $0.pick(["contoso.com", "*.contoso.com", "*contoso.com"]) }),
            dnsSettings: FirewallPolicy.DNSSettings(
                servers: values.list(0...2) { $0.address() }, enableProxy: values.chance(50),
                requireProxyForNetworkRules: values.chance(70)),
            snat: FirewallPolicy.SNAT(privateRanges: ranges, inboundSnat: values.chance(50)),
            networkRulesCanDenyDnat: values.chance(50),
            infrastructureRules: values.pick(FirewallPolicy.InfrastructureRuleMode.allCases))
    }

    private mutating func ruleCollectionGroup() -> RuleCollectionGroup {
        let collections = (0..<values.int(0...4)).map { number in
            RuleCollection(name: values.name(number + 1), priority: 100 + number * 1000, rules: rules())
        }
        return RuleCollectionGroup(
            name: values.name(), firewallPolicy: values.name(), priority: values.pick([100, 65000, 300]),
            ruleCollections: collections)
    }

    private mutating func rules() -> RuleCollection.Rules {
        let action = values.pick(RuleCollection.FilterAction.allCases)
        switch values.int(0...2) {
        case 0: return .nat((0..<values.int(0...4)).map { natRule($0 + 1) })
        case 1: return .network(action, (0..<values.int(0...4)).map { networkRule($0 + 1) })
        // An empty list of a filter collection reads as one of network rules.
        default: return .application(action, (0..<values.int(1...4)).map { applicationRule($0 + 1) })
        }
    }

    /// Texts that a careless writer of YAML or JSON would spoil.
    private mutating func description() -> String? {
        guard values.chance(60) else { return nil }
        return values.pick([
            "", "plain", "two\nlines", "ends with a break\n", "  spaces  ", "a: b", "- dash", "# hash", "'quoted'",
            "\"double\"",
            "tab\there", "back\\slash", "yes", "Off", "null", "~", "443", "1.5", "0x1F", "1_000", "12:30:45", "*star",
            "&anchor",
            "{brace", "[bracket", "%percent", "@at", "`tick", "ünïcödé 🧱", "---", "...", "a # b", "\u{1}\u{7f}", "<<",
            "=", "!tag",
            "line\r\nbreak", "\u{2028}", "trailing:", "? key", "| block", "> folded",
            String(repeating: "long ", count: 60),
        ])
    }

    private mutating func natRule(_ number: Int) -> NatRule {
        NatRule(
            name: values.name(number), description: description(),
            ipProtocols: values.list(1...2) { $0.pick([.tcp, .udp, .any]) },
            sourceAddresses: values.list(1...3) { $0.specifier(any: true) },
            sourceIpGroups: values.list(0...2) { $0.name() },
            destinationAddresses: values.list(1...2) { $0.address(.ipv4) },
            destinationPorts: values.list(1...2) { $0.portRange(allowsAll: false) },
            translatedAddress: values.address(.ipv4), translatedPort: values.port())
    }

    private mutating func networkRule(_ number: Int) -> NetworkRule {
        let onlyICMP = values.chance(20)
        return NetworkRule(
            name: values.name(number), description: description(),
            ipProtocols: onlyICMP ? [.icmp] : values.list(1...3) { $0.pick([.tcp, .udp, .any]) },
            sourceAddresses: values.list(0...3) { $0.specifier(any: true) },
            sourceIpGroups: values.list(1...2) { $0.name() },
            destinationAddresses: values.list(1...3) { $0.specifier(any: true, tags: true) },
            destinationIpGroups: values.list(0...2) { $0.name() },
            destinationFqdns: values.list(0...2) { $0.pick(["contoso.com", "time.contoso.com"]) },
            destinationPorts: onlyICMP ? [.all] : values.list(1...3) { $0.portRange() })
    }

    /// Protocols with ports, each once.
    private mutating func protocols() -> [ApplicationRule.ApplicationProtocol] {
        var protocols: [ApplicationRule.ApplicationProtocol] = []
        for _ in 0..<values.int(1...4) {
            let made = ApplicationRule.ApplicationProtocol(
                protocolType: values.pick(ApplicationRule.ProtocolType.allCases), port: values.port())
            if !protocols.contains(made) { protocols.append(made) }
        }
        return protocols
    }

    private mutating func applicationRule(_ number: Int) -> ApplicationRule {
        ApplicationRule(
            name: values.name(number), description: description(),
            protocols: protocols(), sourceAddresses: values.list(0...3) { $0.specifier(any: true) },
            sourceIpGroups: values.list(1...2) { $0.name() },
            destinationAddresses: values.list(0...1) { $0.specifier(any: true, tags: true) },
            targetFqdns: ["*.contoso.com", "contoso.com", "*"].compactMap { FQDNPattern($0) },
            fqdnTags: values.list(0...1) { $0.pick(["WindowsUpdate", "AzureKubernetesService"]) })
    }
}
