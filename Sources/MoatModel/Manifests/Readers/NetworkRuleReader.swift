enum NetworkRuleReader {
    private static let properties = [
        "ruleType", "name", "description", "ipProtocols", "sourceAddresses", "sourceIpGroups", "destinationAddresses",
        "destinationIpGroups", "destinationFqdns", "destinationPorts",
    ]
    private static let refused = [
        "sourceKubeSelectorGroups": "not supported yet", "sourceGeoLocations": "not supported yet",
        "destinationGeoLocations": "not supported yet",
    ]

    static func read(_ field: ManifestField) -> NetworkRule? {
        guard let rule = field.namedObject("rule", properties: properties, refused: refused) else { return nil }
        let name = rule.required("name")?.name()
        let description = rule.optionalString("description")
        let protocols = rule.ipProtocols(allowed: RuleProtocol.allCases)
        let sources = rule.sources()
        let destinations = rule.list("destinationAddresses").compactMap { $0.addressSpecifier([.any, .serviceTag]) }
        let destinationGroups = rule.list("destinationIpGroups").compactMap { $0.name() }
        let fqdns = rule.list("destinationFqdns").compactMap { $0.fqdn() }
        if ["destinationAddresses", "destinationIpGroups", "destinationFqdns"].allSatisfy(rule.isEmptyList) {
            rule.issue(
                "the rule has no destination",
                hint:
                    "write destinationAddresses: ['*'] for every destination, or name destinationIpGroups or destinationFqdns"
            )
        }
        let ports = rule.requiredList("destinationPorts", hint: "write a port such as 443, or ['*'] for all")
            .compactMap { $0.portRange() }
        if !protocols.isEmpty, protocols.allSatisfy({ $0 == .icmp }), ports.contains(where: { $0 != .all }) {
            rule["destinationPorts"]?.issue("ICMP has no ports", hint: "write ['*']")
        }
        guard let name else { return nil }
        return NetworkRule(
            name: name, description: description, ipProtocols: protocols, sourceAddresses: sources.addresses,
            sourceIpGroups: sources.groups, destinationAddresses: destinations, destinationIpGroups: destinationGroups,
            destinationFqdns: fqdns, destinationPorts: ports)
    }
}
