/// `Microsoft.Network/routeTables`.
enum RouteTableReader {
    private enum NextHopType: String, CaseIterable {
        case virtualAppliance = "VirtualAppliance"
        case vnetLocal = "VnetLocal"
        case internet = "Internet"
        case none = "None"
    }

    static func read(name: String, _ field: ManifestField) -> RouteTable? {
        guard
            let spec = ObjectReader(
                field, properties: ["routes", "subnets"],
                refused: ["disableBgpRoutePropagation": "there is no BGP here; leave it out"])
        else { return nil }
        let routes = spec.list("routes").compactMap { field in readRoute(field).map { (field: field, value: $0) } }
        ManifestField.reportDuplicates(
            routes, key: { $0.name.lowercased() }, message: { "two routes are called \($0.name)" },
            hint: "names within a table must differ")
        ManifestField.reportDuplicates(
            routes, key: { $0.addressPrefix }, message: { "two routes are for \($0.addressPrefix)" },
            hint: "a table has one route for each prefix")
        let subnets = spec.list("subnets").compactMap { field in
            field.subnetReference().map { (field: field, value: $0) }
        }
        ManifestField.reportDuplicates(
            subnets, key: { $0 }, message: { "\($0) is listed twice" }, hint: "list it once")
        return RouteTable(name: name, routes: routes.map(\.value), subnets: subnets.map(\.value))
    }

    private static func readRoute(_ field: ManifestField) -> RouteTable.Route? {
        guard
            let reader = field.namedObject(
                "route", properties: ["name", "addressPrefix", "nextHopType", "nextHopIpAddress"])
        else { return nil }
        let name = reader.required("name")?.name()
        let prefix = reader.required("addressPrefix", hint: "write a prefix such as 0.0.0.0/0").flatMap(readPrefix)
        let nextHop = readNextHop(reader, prefix: prefix)
        guard let name, let prefix, let nextHop else { return nil }
        return RouteTable.Route(name: name, addressPrefix: prefix, nextHop: nextHop)
    }

    private static func readPrefix(_ field: ManifestField) -> IPPrefix? {
        if case .string(let text) = field.value.content, case .serviceTag = AddressSpecifier(text) {
            field.issue(
                "'\(text)': service tags in routes are not supported yet", hint: "write a prefix such as 0.0.0.0/0")
            return nil
        }
        return field.prefix()
    }

    private static func readNextHop(_ reader: ObjectReader, prefix: IPPrefix?) -> RouteTable.NextHop? {
        let hint = "write \(ManifestField.choice(NextHopType.allCases.map(\.rawValue)))"
        guard let field = reader.required("nextHopType", hint: hint) else { return nil }
        if case .string("VirtualNetworkGateway") = field.value.content {
            field.issue("VirtualNetworkGateway is not supported", hint: hint)
            return nil
        }
        guard let type = field.oneOf(NextHopType.self) else { return nil }
        guard type == .virtualAppliance else {
            reader["nextHopIpAddress"]?.issue(
                "has no meaning with nextHopType \(type.rawValue)",
                hint: "leave it out, or write nextHopType: VirtualAppliance")
            switch type {
            case .vnetLocal: return .vnetLocal
            case .internet: return .internet
            case .none, .virtualAppliance: return RouteTable.NextHop.none
            }
        }
        let example = "write the address of the appliance, such as that of the firewall"
        guard let addressField = reader.required("nextHopIpAddress", hint: example),
            let address = addressField.address(example: "10.0.3.4")
        else { return nil }
        if let prefix, prefix.family != address.family {
            addressField.issue(
                "\(address) is \(address.family.rawValue), the route's prefix \(prefix) is \(prefix.family.rawValue)",
                hint: "both must be of one family")
        }
        return .virtualAppliance(address)
    }
}
