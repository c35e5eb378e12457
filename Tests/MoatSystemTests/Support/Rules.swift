import MoatModel

/// Short ways to write rules in tests.
enum Rules {
    /// A group of the cluster's policy, judged after the example's own.
    static func group(
        _ name: String = "test", policy: String = "aks-egress", priority: Int = 400, _ collections: RuleCollection...
    ) -> Resource {
        .ruleCollectionGroup(
            RuleCollectionGroup(
                name: name, firewallPolicy: policy, priority: priority, ruleCollections: collections))
    }

    static func allow(_ rules: NetworkRule..., name: String = "allow", priority: Int = 200) -> RuleCollection {
        RuleCollection(name: name, priority: priority, rules: .network(.allow, rules))
    }

    static func deny(_ rules: NetworkRule..., name: String = "deny", priority: Int = 100) -> RuleCollection {
        RuleCollection(name: name, priority: priority, rules: .network(.deny, rules))
    }

    /// Application rules that let the cluster reach names over HTTP and HTTPS on their own ports.
    static func sites(
        _ names: String..., action: RuleCollection.FilterAction = .allow, name: String = "sites", priority: Int = 300
    ) -> RuleCollection {
        RuleCollection(
            name: name, priority: priority,
            rules: .application(
                action,
                [
                    ApplicationRule(
                        name: "sites",
                        protocols: [
                            .init(protocolType: .https, port: 443), .init(protocolType: .http, port: 80),
                        ], sourceAddresses: ["10.0.5.0/24"].compactMap { AddressSpecifier($0) },
                        targetFqdns: names.compactMap { FQDNPattern($0) })
                ]))
    }

    /// A network rule whose destination is a name.
    static func rule(_ name: String, _ protocols: [RuleProtocol], toName destination: String, _ ports: String)
        -> NetworkRule
    {
        NetworkRule(
            name: name, ipProtocols: protocols,
            sourceAddresses: ["10.0.5.0/24", "fd00:10:0:5::/64"].compactMap { AddressSpecifier($0) },
            destinationFqdns: [destination], destinationPorts: [ports].compactMap { PortRange($0) })
    }

    static func nat(_ rules: NatRule..., name: String = "nat", priority: Int = 100) -> RuleCollection {
        RuleCollection(name: name, priority: priority, rules: .nat(rules))
    }

    static func rule(
        _ name: String, _ protocols: [RuleProtocol], _ source: String, to destination: String, _ ports: String = "*"
    ) -> NetworkRule {
        NetworkRule(
            name: name, ipProtocols: protocols, sourceAddresses: [source].compactMap { AddressSpecifier($0) },
            destinationAddresses: [destination].compactMap { AddressSpecifier($0) },
            destinationPorts: [ports].compactMap { PortRange($0) })
    }

    static func dnat(_ name: String, _ destination: String, _ port: UInt16, to target: String, _ targetPort: UInt16)
        -> NatRule
    {
        NatRule(
            name: name, ipProtocols: [.tcp], sourceAddresses: [.any], destinationAddresses: [address(destination)],
            destinationPorts: [PortRange(port)], translatedAddress: address(target), translatedPort: targetPort)
    }

    static func address(_ text: String) -> IPAddress {
        guard let address = IPAddress(text) else { preconditionFailure("\(text) is no address") }
        return address
    }
}
