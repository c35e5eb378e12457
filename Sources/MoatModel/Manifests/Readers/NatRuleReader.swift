enum NatRuleReader {
    private static let properties = [
        "ruleType", "name", "description", "ipProtocols", "sourceAddresses", "sourceIpGroups", "destinationAddresses",
        "destinationPorts", "translatedAddress", "translatedPort",
    ]
    private static let refused = [
        "translatedFqdn": "not supported yet; write translatedAddress", "sourceGeoLocations": "not supported yet",
    ]

    static func read(_ field: ManifestField) -> NatRule? {
        guard let rule = field.namedObject("rule", properties: properties, refused: refused) else { return nil }
        let name = rule.required("name")?.name()
        let description = rule.optionalString("description")
        let protocols = rule.ipProtocols(allowed: [.tcp, .udp, .any])
        let sources = rule.sources()
        let publicHint = "list public addresses of the firewall, such as 198.51.100.10"
        let destinations = rule.requiredList("destinationAddresses", hint: publicHint)
            .compactMap { readDestination($0, hint: publicHint) }
        let ports = rule.requiredList("destinationPorts", hint: "list the ports, such as 443")
            .compactMap { $0.portRange(allowsAll: false) }
        // The refused translatedFqdn says already what is wrong.
        let addressField =
            rule["translatedAddress"] ?? (rule["translatedFqdn"] == nil ? rule.required("translatedAddress") : nil)
        let address = addressField?.address(.ipv4, example: "10.0.4.4")
        let port = rule.required("translatedPort", hint: "write the port of the server, such as 80")?.port()
        guard let name, let address, let port else { return nil }
        return NatRule(
            name: name, description: description, ipProtocols: protocols, sourceAddresses: sources.addresses,
            sourceIpGroups: sources.groups, destinationAddresses: destinations, destinationPorts: ports,
            translatedAddress: address, translatedPort: port)
    }

    private static func readDestination(_ field: ManifestField, hint: String) -> IPAddress? {
        if case .string(let text) = field.value.content, IPAddress(text) == nil,
            let specifier = AddressSpecifier(text), IPAddress(specifier.description) == nil
        {
            field.issue("'\(text)' is not a single address", hint: hint)
            return nil
        }
        return field.address(.ipv4, example: "198.51.100.10")
    }
}
