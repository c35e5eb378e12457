public import MoatModel

/// How the fabric routes what it gets from a subnet: Azure's effective routes, as routes
/// of the kernel.
///
/// System routes are the prefixes of the virtual network's address space (delivered within
/// it) and the default route to the internet, which leads nowhere here: a subnet has no
/// outbound access of its own. A user-defined route takes the place of a system route with
/// the same prefix; otherwise the longest prefix wins (Microsoft, "Virtual network traffic
/// routing"). Traffic within a subnet is switched, not routed, so a user-defined route does
/// not divert it, other than in Azure.
public struct FabricRouting {
    private let network: VirtualNetwork?
    private let links: [SubnetLink]
    private let effective: [IPPrefix: RouteTable.NextHop]

    /// Everything that the fabric's tables must hold.
    public static func routes(resources: ResourceSet, links: [SubnetLink]) -> Set<NetworkRoute> {
        Set(
            links.flatMap { link in
                FabricRouting(from: link.subnet, resources: resources, links: links).routes(table: link.table)
            })
    }

    private init(from subnet: SubnetReference, resources: ResourceSet, links: [SubnetLink]) {
        network = resources.virtualNetworks[subnet.virtualNetwork]
        self.links = links.filter { $0.subnet.virtualNetwork == subnet.virtualNetwork }
        var effective: [IPPrefix: RouteTable.NextHop] = [.all(.ipv4): .internet, .all(.ipv6): .internet]
        for prefix in network?.addressPrefixes ?? [] {
            effective[prefix] = .vnetLocal
        }
        let userDefined = resources.routeTables.values.first { $0.subnets.contains(subnet) }
        for route in userDefined?.routes ?? [] {
            effective[route.addressPrefix] = route.nextHop
        }
        self.effective = effective
    }

    private func routes(table: Int) -> [NetworkRoute] {
        effective.flatMap { prefix, hop in
            switch hop {
            case .virtualAppliance(let address):
                [NetworkRoute(prefix, appliance(address), table: table)]
            case .none:
                [NetworkRoute(prefix, .blackhole, table: table)]
            case .internet:
                [NetworkRoute(prefix, .unreachable, table: table)]
            case .vnetLocal:
                local(prefix, table: table)
            }
        }
    }

    /// An appliance must be a usable address of a subnet of the same network; what is sent
    /// to any other gets nowhere.
    private func appliance(_ address: IPAddress) -> NetworkRoute.Target {
        let link = links.first { $0.prefixes.contains { $0.isUsable(address) } }
        return link.map { .via(address, interface: $0.interface) } ?? .unreachable
    }

    /// Delivery to each subnet that the prefix touches. A subnet's own prefix would win
    /// over every shorter route, so it is put in only where this very route is the longest
    /// that covers it: that is what lets 10.0.0.0/16 -> firewall divert traffic between
    /// subnets.
    private func local(_ prefix: IPPrefix, table: Int) -> [NetworkRoute] {
        var targets: [IPPrefix: NetworkRoute.Target] = [prefix: .unreachable]
        for link in links {
            for subnet in link.prefixes where subnet.overlaps(prefix) {
                let part = subnet.length >= prefix.length ? subnet : prefix
                if longest(covering: part) == prefix { targets[part] = .link(interface: link.interface) }
            }
        }
        return targets.map { NetworkRoute($0.key, $0.value, table: table) }
    }

    private func longest(covering part: IPPrefix) -> IPPrefix? {
        effective.keys.filter { $0.contains(part) }.max { $0.length < $1.length }
    }
}

extension IPPrefix {
    /// Whether a machine of a subnet with this prefix may have the address. Azure keeps the
    /// first four and, of IPv4, the last.
    func isUsable(_ candidate: IPAddress) -> Bool {
        contains(candidate) && candidate.number >= address.number + 4
            && (family == .ipv6 || candidate != lastAddress)
    }
}
