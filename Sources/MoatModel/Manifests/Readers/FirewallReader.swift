/// `Microsoft.Network/azureFirewalls`.
enum FirewallReader {
    /// Azure's limit of public addresses on a firewall.
    private static let maximumConfigurations = 250
    private static let classic = "classic rules are not supported; put them into a RuleCollectionGroup"

    static func read(name: String, _ field: ManifestField) -> Firewall? {
        guard
            let spec = ObjectReader(
                field, properties: ["ipConfigurations", "firewallPolicy"],
                refused: [
                    "natRuleCollections": classic, "networkRuleCollections": classic,
                    "applicationRuleCollections": classic,
                    "threatIntelMode": "is a property of the FirewallPolicy here",
                    "managementIpConfiguration": "forced tunneling is not supported yet",
                    "virtualHub": "virtual hubs are not supported", "hubIPAddresses": "virtual hubs are not supported",
                    "additionalProperties": "is not supported; the FirewallPolicy has 'snat' and 'dnsSettings'",
                ])
        else { return nil }
        let fields = spec.requiredList(
            "ipConfigurations", hint: "one for each public address, the first one with the subnet")
        if fields.count > maximumConfigurations {
            spec["ipConfigurations"]?.issue("\(fields.count) entries; a firewall has at most \(maximumConfigurations)")
        }
        let configurations = fields.enumerated().compactMap { index, field in
            readConfiguration(field, isFirst: index == 0).map { (field: field, value: $0) }
        }
        ManifestField.reportDuplicates(
            configurations, key: { $0.name.lowercased() }, message: { "two entries are called \($0.name)" },
            hint: "names within a firewall must differ")
        ManifestField.reportDuplicates(
            configurations, key: { $0.publicIPAddress },
            message: { "the public address \($0.publicIPAddress) stands twice" }, hint: "list it once")
        guard let policy = spec.required("firewallPolicy", hint: "write the name of a FirewallPolicy")?.name() else {
            return nil
        }
        return Firewall(name: name, ipConfigurations: configurations.map(\.value), firewallPolicy: policy)
    }

    private static func readConfiguration(_ field: ManifestField, isFirst: Bool) -> Firewall.IPConfiguration? {
        guard
            let reader = field.namedObject(
                "ipConfiguration", properties: ["name", "subnet", "publicIPAddress"],
                refused: ["privateIPAddress": "is not chosen: it is the first usable address of the subnet"])
        else { return nil }
        let name = reader.required("name")?.name()
        let subnet = readSubnet(reader, isFirst: isFirst)
        let address = reader.required("publicIPAddress", hint: "write the name of a PublicIPAddress")?.name()
        guard let name, let address else { return nil }
        return Firewall.IPConfiguration(name: name, subnet: subnet, publicIPAddress: address)
    }

    private static func readSubnet(_ reader: ObjectReader, isFirst: Bool) -> SubnetReference? {
        guard isFirst else {
            reader["subnet"]?.issue("stands on the first ipConfiguration only", hint: "leave it out here")
            return nil
        }
        let hint = "write network/\(VirtualNetwork.firewallSubnetName)"
        guard let field = reader.required("subnet", hint: hint), let subnet = field.subnetReference() else {
            return nil
        }
        if subnet.subnet != VirtualNetwork.firewallSubnetName {
            field.issue(
                "a firewall lives in a subnet called \(VirtualNetwork.firewallSubnetName), not \(subnet.subnet)",
                hint: "write \(subnet.virtualNetwork)/\(VirtualNetwork.firewallSubnetName)")
        }
        return subnet
    }
}
