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
