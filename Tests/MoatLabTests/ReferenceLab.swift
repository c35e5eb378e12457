import MoatLab
import MoatModel

/// The topology of Examples/aks-firewall, cut down to what the tests need.
enum ReferenceLab {
    static let network = VirtualNetwork(
        name: "aks-vnet", addressPrefixes: prefixes("10.0.0.0/16", "fd00:10::/48"),
        subnets: [
            .init(name: "AzureFirewallSubnet", addressPrefixes: prefixes("10.0.3.0/24", "fd00:10:0:3::/64")),
            .init(name: "aks-5-subnet", addressPrefixes: prefixes("10.0.5.0/24", "fd00:10:0:5::/64")),
            .init(name: "ing-4-subnet", addressPrefixes: prefixes("10.0.4.0/24")),
        ])

    static let firewall = Firewall(
        name: "edge",
        ipConfigurations: [
            .init(
                name: "first",
                subnet: SubnetReference(virtualNetwork: "aks-vnet", subnet: "AzureFirewallSubnet"),
                publicIPAddress: "edge-ip")
        ], firewallPolicy: "aks-egress")

    static func routeTable(
        _ routes: [(String, RouteTable.NextHop)], name: String = "aks-5-routes", for subnet: String = "aks-5-subnet"
    )
        -> RouteTable
    {
        RouteTable(
            name: name,
            routes: routes.enumerated().map { index, route in
                .init(name: "route\(index)", addressPrefix: prefix(route.0), nextHop: route.1)
            }, subnets: [SubnetReference(virtualNetwork: "aks-vnet", subnet: subnet)])
    }

    static let toFirewall: [(String, RouteTable.NextHop)] = [
        ("0.0.0.0/0", .virtualAppliance(address("10.0.3.4"))),
        ("::/0", .virtualAppliance(address("fd00:10:0:3::4"))),
    ]

    /// The resources with a default route to the firewall for both inner subnets.
    static var resources: ResourceSet {
        resources(with: [
            routeTable(toFirewall),
            routeTable([toFirewall[0]], name: "ing-4-routes", for: "ing-4-subnet"),
        ])
    }

    static func resources(with tables: [RouteTable]) -> ResourceSet {
        ResourceSet(
            [
                .virtualNetwork(network), .firewall(firewall),
                .publicIPAddress(PublicIPAddress(name: "edge-ip", ipAddress: address("198.51.100.10"))),
            ] + tables.map { .routeTable($0) })
    }

    static func topology(
        name: String = "ref", services: [LabService] = []
    ) -> LabTopology {
        LabTopology(
            name: name, firewall: "edge",
            internet: .init(
                networks: prefixes("198.51.100.0/24"),
                hosts: [
                    .init(
                        name: "web", addresses: interfaces("203.0.113.9/24", "2001:db8:203::9/64"), services: services),
                    .init(name: "attacker", addresses: interfaces("192.0.2.66/24")),
                ]),
            hosts: [
                host("ingress", "ing-4-subnet", "10.0.4.4"),
                host("app-7", "aks-5-subnet", "10.0.5.7", "fd00:10:0:5::7"),
            ])
    }

    static func host(_ name: String, _ subnet: String, _ addresses: String...) -> LabTopology.Host {
        LabTopology.Host(
            name: name, subnet: SubnetReference(virtualNetwork: "aks-vnet", subnet: subnet),
            addresses: addresses.map { address($0) })
    }

    // MARK: Literals

    static func address(_ text: String) -> IPAddress {
        guard let address = IPAddress(text) else { preconditionFailure("\(text) is no address") }
        return address
    }

    static func prefix(_ text: String) -> IPPrefix {
        guard let prefix = IPPrefix(text) else { preconditionFailure("\(text) is no prefix") }
        return prefix
    }

    static func prefixes(_ texts: String...) -> [IPPrefix] {
        texts.map { prefix($0) }
    }

    static func interfaces(_ texts: String...) -> [InterfaceAddress] {
        texts.compactMap { InterfaceAddress($0) }
    }
}
