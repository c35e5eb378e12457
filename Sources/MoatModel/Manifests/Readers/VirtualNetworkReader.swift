/// `Microsoft.Network/virtualNetworks`.
enum VirtualNetworkReader {
    /// Azure keeps five addresses of every subnet, so a smaller one holds nothing.
    private static let smallestSubnetHostBits = 3
    private static let longestFirewallSubnetPrefix = 26

    static func read(name: String, _ field: ManifestField) -> VirtualNetwork? {
        guard
            let spec = ObjectReader(
                field, properties: ["addressSpace", "subnets"],
                refused: [
                    "dhcpOptions": "is not supported yet", "virtualNetworkPeerings": "peering is not supported yet",
                    "enableDdosProtection": "is not supported",
                ])
        else { return nil }
        let space = readAddressSpace(spec)
        let subnets = spec.list("subnets").compactMap { field in readSubnet(field).map { (field: field, value: $0) } }
        ManifestField.reportDuplicates(
            subnets, key: { $0.name.lowercased() }, message: { "two subnets are called \($0.name)" },
            hint: "names within a network must differ")
        for subnet in subnets { check(subnet.value, inside: space, field: subnet.field) }
        checkOverlaps(subnets)
        return VirtualNetwork(name: name, addressPrefixes: space, subnets: subnets.map(\.value))
    }

    private static func readAddressSpace(_ spec: ObjectReader) -> [IPPrefix] {
        let hint = "write addressSpace: {addressPrefixes: [10.0.0.0/16]}"
        guard let field = spec.required("addressSpace", hint: hint),
            let reader = ObjectReader(field, properties: ["addressPrefixes"])
        else { return [] }
        var prefixes: [IPPrefix] = []
        for field in reader.requiredList("addressPrefixes", hint: hint) {
            guard let prefix = field.prefix() else { continue }
            if let other = prefixes.first(where: { $0.overlaps(prefix) }) {
                field.issue("\(prefix) overlaps \(other)", hint: "leave out the smaller one")
            }
            prefixes.append(prefix)
        }
        return prefixes
    }

    private static func readSubnet(_ field: ManifestField) -> VirtualNetwork.Subnet? {
        guard
            let reader = field.namedObject(
                "subnet", properties: ["name", "addressPrefix", "addressPrefixes"],
                refused: [
                    "routeTable": "is not set here; list the subnet in 'subnets' of the RouteTable",
                    "networkSecurityGroup": "network security groups are not supported",
                    "natGateway": "NAT gateways are not supported", "delegations": "is not supported",
                    "serviceEndpoints": "is not supported",
                ])
        else { return nil }
        let name = reader.required("name")?.name()
        var prefixes: [IPPrefix] = []
        switch (reader["addressPrefix"], reader["addressPrefixes"]) {
        case (let one?, nil): prefixes = [one.prefix()].compactMap { $0 }
        case (nil, _?): prefixes = reader.requiredList("addressPrefixes").compactMap { $0.prefix() }
        case (_?, let many?): many.issue("stands beside addressPrefix", hint: "write one of the two")
        case (nil, nil): reader.issue("addressPrefix is missing", hint: "write addressPrefix: 10.0.1.0/24")
        }
        for family in IPAddress.Family.allCases where prefixes.count(where: { $0.family == family }) > 1 {
            reader["addressPrefixes"]?.issue(
                "more than one \(family.rawValue) prefix", hint: "a subnet has at most one of each family")
        }
        guard let name, !prefixes.isEmpty else { return nil }
        return VirtualNetwork.Subnet(name: name, addressPrefixes: prefixes)
    }

    private static func check(_ subnet: VirtualNetwork.Subnet, inside space: [IPPrefix], field: ManifestField) {
        let object = field.elementObject("subnet", in: field.object)
        let property = field.value["addressPrefix"] == nil ? "addressPrefixes" : "addressPrefix"
        let value = field.value[property] ?? field.value
        let prefixField = ManifestField(
            log: field.log, value: value, path: .field(field.path, property), property: property, object: object)
        for prefix in subnet.addressPrefixes {
            let width = prefix.family.bitWidth
            if prefix.length > width - smallestSubnetHostBits {
                prefixField.issue(
                    "\(prefix) is too small for a subnet",
                    hint: "/\(width - smallestSubnetHostBits) is the smallest; five addresses of each subnet are kept")
            }
            // Without an address space there is an issue already.
            if !space.isEmpty, !space.contains(where: { $0.contains(prefix) }) {
                prefixField.issue(
                    "\(prefix) is outside the network's address space",
                    hint: "the space is \(space.map(\.description).joined(separator: ", "))")
            }
        }
        guard subnet.name == VirtualNetwork.firewallSubnetName else { return }
        guard let ipv4 = subnet.addressPrefixes.first(where: { $0.family == .ipv4 }) else {
            prefixField.issue("\(subnet.name) has no IPv4 prefix", hint: "the firewall's private address is IPv4")
            return
        }
        if ipv4.length > longestFirewallSubnetPrefix {
            prefixField.issue(
                "\(ipv4) is too small for \(subnet.name)",
                hint: "it must be a /\(longestFirewallSubnetPrefix) or larger")
        }
    }

    private static func checkOverlaps(_ subnets: [(field: ManifestField, value: VirtualNetwork.Subnet)]) {
        // By first address: a prefix that overlaps an earlier one overlaps the one that
        // reaches furthest so far.
        let prefixes = subnets.flatMap { subnet in
            subnet.value.addressPrefixes.map { (prefix: $0, subnet: subnet) }
        }.sorted { $0.prefix < $1.prefix }
        var widest = prefixes.first
        for next in prefixes.dropFirst() {
            guard let before = widest else { return }
            if before.prefix.overlaps(next.prefix) {
                next.subnet.field.log.add(
                    "\(next.prefix) overlaps \(before.prefix) of subnet \(before.subnet.value.name)",
                    hint: "subnets of a network must not overlap",
                    object: next.subnet.field.elementObject("subnet", in: next.subnet.field.object),
                    path: next.subnet.field.path, mark: next.subnet.field.value.mark)
            } else {
                widest = next
            }
        }
    }
}
