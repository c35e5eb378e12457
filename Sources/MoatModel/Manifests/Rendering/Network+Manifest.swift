extension VirtualNetwork {
    var spec: ManifestValue {
        .object(
            ("addressSpace", .object(("addressPrefixes", .texts(addressPrefixes)))),
            ("subnets", .array(subnets.map(\.manifest)))
        )
    }
}

extension VirtualNetwork.Subnet {
    fileprivate var manifest: ManifestValue {
        addressPrefixes.count == 1
            ? .object(("name", .string(name)), ("addressPrefix", addressPrefixes.first.map { .text($0) }))
            : .object(("name", .string(name)), ("addressPrefixes", .texts(addressPrefixes)))
    }
}

extension RouteTable {
    var spec: ManifestValue {
        .object(("routes", .array(routes.map(\.manifest))), ("subnets", .texts(subnets)))
    }
}

extension RouteTable.Route {
    fileprivate var manifest: ManifestValue {
        let (type, address): (String, IPAddress?) =
            switch nextHop {
            case .virtualAppliance(let address): ("VirtualAppliance", address)
            case .vnetLocal: ("VnetLocal", nil)
            case .internet: ("Internet", nil)
            case .none: ("None", nil)
            }
        return .object(
            ("name", .string(name)), ("addressPrefix", .text(addressPrefix)), ("nextHopType", .string(type)),
            ("nextHopIpAddress", address.map { .text($0) })
        )
    }
}

extension Firewall {
    var spec: ManifestValue {
        .object(
            (
                "ipConfigurations",
                .array(
                    ipConfigurations.map {
                        .object(
                            ("name", .string($0.name)), ("subnet", $0.subnet.map { .text($0) }),
                            ("publicIPAddress", .string($0.publicIPAddress))
                        )
                    })
            ),
            ("firewallPolicy", .string(firewallPolicy))
        )
    }
}
