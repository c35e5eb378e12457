import MoatModel

/// Draws up the parts of a `LabPlan` from a topology that has been checked.
struct LabPlanner {
    let topology: LabTopology
    let resources: ResourceSet
    let firewall: Firewall
    let gateway: LabGateway
    let directory: LabDirectory

    static let internetBridge = "internet"
    static let hostInterface = "eth0"
    static let publicInterface = "eth0"
    static let privateInterface = "eth1"

    var links: [SubnetLink] { SubnetLink.links(of: resources) }

    var nodes: [LabNode] {
        let nodes =
            [internet, firewallNode, fabric] + topology.internet.hosts.map { internetHost($0) }
            + topology.hosts.map { host($0) }
        let usesIPv6 = nodes.contains { $0.addresses.contains { $0.address.address.family == .ipv6 } }
        return nodes.map { node in
            var node = node
            node.sysctls = Self.sysctls(role: node.role, usesIPv6: usesIPv6)
            node.nameServers = nameServers(for: node.role)
            return node
        }
    }

    // MARK: Outside

    private var internet: LabNode {
        var node = node(LabName.internet, .internet)
        node.bridges = [Self.internetBridge]
        node.addresses = topology.internet.allNetworks.map { network in
            LabNode.Assignment(Self.internetBridge, InterfaceAddress(network.router, in: network))
        }
        if let transit { node.addresses.append(LabNode.Assignment(Self.internetBridge, transit.router)) }
        for space in spaces {
            guard let hop = returnHop(to: space.family) else { continue }
            node.routes.insert(NetworkRoute(space, .via(hop, interface: Self.internetBridge)))
        }
        return node
    }

    /// What the internet sends to the virtual network's own addresses goes here. Nil where
    /// the firewall translates, so that nobody outside ever sees these addresses.
    private func returnHop(to family: IPAddress.Family) -> IPAddress? {
        if family == .ipv6, let transit { return transit.firewall.address }
        return gateway == .forwarding ? publicAddresses.first { $0.address.family == family }?.address : nil
    }

    private func internetHost(_ host: LabTopology.InternetHost) -> LabNode {
        var node = node(host.name, .internetHost)
        node.addresses = host.addresses.map { LabNode.Assignment(Self.hostInterface, $0) }
        node.routes = Self.defaultRoutes(through: host.addresses.map(\.prefix), interface: Self.hostInterface)
        node.services = host.services
        node.names = host.names
        return node
    }

    // MARK: The firewall

    /// The public addresses, each with the length of the internet's network it is in.
    private var publicAddresses: [InterfaceAddress] {
        firewall.ipConfigurations.compactMap { configuration in
            guard let address = resources.publicIPAddresses[configuration.publicIPAddress]?.ipAddress else {
                return nil
            }
            let network = topology.internet.allNetworks.first { $0.contains(address) }
            return network.map { InterfaceAddress(address, in: $0) }
        }
    }

    /// IPv6 is not translated but routed, from end to end. Without a public IPv6 address,
    /// the firewall and the internet's router know each other by these link-local ones.
    private var transit: (router: InterfaceAddress, firewall: InterfaceAddress)? {
        guard topology.internet.allNetworks.contains(where: { $0.family == .ipv6 }),
            spaces.contains(where: { $0.family == .ipv6 }),
            !publicAddresses.contains(where: { $0.address.family == .ipv6 }),
            let router = InterfaceAddress("fe80::1/64"), let firewall = InterfaceAddress("fe80::2/64")
        else { return nil }
        return (router, firewall)
    }

    private var firewallLink: SubnetLink? {
        firewall.subnet.flatMap { subnet in links.first { $0.subnet == subnet } }
    }

    /// The address space of the firewall's virtual network.
    private var spaces: [IPPrefix] {
        firewall.subnet.flatMap { resources.virtualNetworks[$0.virtualNetwork]?.addressPrefixes } ?? []
    }

    private var firewallNode: LabNode {
        var node = node(LabName.firewall, .firewall)
        node.addresses = publicAddresses.map { LabNode.Assignment(Self.publicInterface, $0) }
        node.routes = Self.defaultRoutes(through: publicAddresses.map(\.prefix), interface: Self.publicInterface)
        if let transit {
            node.addresses.append(LabNode.Assignment(Self.publicInterface, transit.firewall))
            node.routes.insert(
                NetworkRoute(.all(.ipv6), .via(transit.router.address, interface: Self.publicInterface)))
        }
        for subnet in firewallLink?.prefixes ?? [] {
            let address = InterfaceAddress(Firewall.privateAddress(in: subnet), in: subnet)
            node.addresses.append(LabNode.Assignment(Self.privateInterface, address))
            for space in spaces where space.family == subnet.family && !subnet.contains(space) {
                node.routes.insert(NetworkRoute(space, .via(subnet.router, interface: Self.privateInterface)))
            }
        }
        node.subnet = firewall.subnet
        return node
    }

    // MARK: The virtual network

    private var fabric: LabNode {
        var node = node(LabName.fabric, .fabric)
        node.bridges = links.map(\.interface)
        for link in links {
            node.addresses += link.prefixes.map {
                LabNode.Assignment(link.interface, InterfaceAddress($0.router, in: $0))
            }
            node.rules += IPAddress.Family.allCases.map {
                LabNode.RoutingRule(interface: link.interface, family: $0, table: link.table)
            }
        }
        node.routes = FabricRouting.routes(resources: resources, links: links)
        return node
    }

    private func host(_ host: LabTopology.Host) -> LabNode {
        var node = node(host.name, .host)
        let prefixes = links.first { $0.subnet == host.subnet }?.prefixes ?? []
        node.addresses = host.addresses.compactMap { address in
            prefixes.first { $0.contains(address) }.map {
                LabNode.Assignment(Self.hostInterface, InterfaceAddress(address, in: $0))
            }
        }
        node.routes = Self.defaultRoutes(
            through: node.addresses.map(\.address.prefix), interface: Self.hostInterface)
        node.services = host.services
        node.subnet = host.subnet
        return node
    }

    // MARK: Names

    private func nameServers(for role: LabNode.Role) -> [IPAddress] {
        guard role == .host, gateway == .moat, usesDNSProxy else {
            return topology.internet.resolver.map { [$0] } ?? []
        }
        return (firewallLink?.prefixes ?? []).map { Firewall.privateAddress(in: $0) }
    }

    /// Whether the firewall's policy, or one above it, turns the DNS proxy on.
    private var usesDNSProxy: Bool {
        var seen: Set<String> = []
        var name: String? = firewall.firewallPolicy
        while let present = name, seen.insert(present).inserted, let policy = resources.firewallPolicies[present] {
            if policy.dnsSettings.enableProxy { return true }
            name = policy.basePolicy
        }
        return false
    }

    // MARK: Cables

    var cables: [LabCable] {
        let outside =
            [(LabName.firewall, Self.publicInterface)] + topology.internet.hosts.map { ($0.name, Self.hostInterface) }
        let inside =
            [(LabName.firewall, Self.privateInterface, firewall.subnet)]
            + topology.hosts.map { ($0.name, Self.hostInterface, Optional($0.subnet)) }
        return zip(1..., outside).map { index, host in
            LabCable(
                .init(directory.namespace(LabName.internet), "port\(index)", bridge: Self.internetBridge),
                .init(directory.namespace(host.0), host.1))
        }
            + zip(1..., inside).map { index, host in
                LabCable(
                    .init(
                        directory.namespace(LabName.fabric), "port\(index)",
                        bridge: links.first { $0.subnet == host.2 }?.interface),
                    .init(directory.namespace(host.0), host.1))
            }
    }

    // MARK: Processes

    var processes: [PlannedProcess] {
        let responders = nodes.filter { !$0.services.isEmpty }.map { node in
            PlannedProcess.responder(of: node.name, in: directory)
        }
        guard gateway == .moat else { return responders }
        let serve = PlannedProcess(
            .gateway, node: LabName.firewall,
            arguments: [
                "serve", "--firewall", firewall.name, "--public-interface", Self.publicInterface,
                "--private-interface", Self.privateInterface, "--state", directory.state, "--socket", directory.socket,
                "--log-directory", directory.logs,
            ] + (topology.location.map { ["--location", $0] } ?? []))
        let fabric = PlannedProcess(
            .fabric, node: LabName.fabric,
            arguments: ["lab", "fabric", "--lab", topology.name, "--root", directory.root])
        return responders + [serve, fabric] + kubernetesProcesses
    }

    // MARK: Parts

    private func node(_ name: String, _ role: LabNode.Role) -> LabNode {
        LabNode(name: name, namespace: directory.namespace(name), role: role)
    }

    /// A default route of each family, through the router of its first network.
    private static func defaultRoutes(through prefixes: [IPPrefix], interface: String) -> Set<NetworkRoute> {
        Set(
            IPAddress.Family.allCases.compactMap { family in
                prefixes.first { $0.family == family }.map {
                    NetworkRoute(.all(family), .via($0.router, interface: interface))
                }
            })
    }

    /// In the order in which they must be written: turning forwarding on resets others.
    private static func sysctls(role: LabNode.Role, usesIPv6: Bool) -> [LabNode.Sysctl] {
        var sysctls: [LabNode.Sysctl] = []
        let isRouter = role == .internet || role == .firewall || role == .fabric
        if isRouter {
            sysctls += [
                .init("ipv4/ip_forward", "1"),
                .init("ipv4/conf/all/send_redirects", "0"),
                .init("ipv4/conf/default/send_redirects", "0"),
            ]
        }
        if role == .fabric {
            // A reply may come back by another subnet than the one its request left by.
            sysctls += [.init("ipv4/conf/all/rp_filter", "0"), .init("ipv4/conf/default/rp_filter", "0")]
        }
        guard usesIPv6 else { return sysctls }
        if isRouter { sysctls.append(.init("ipv6/conf/all/forwarding", "1")) }
        // Without this an address cannot be used for the first second or two (RFC 4862,
        // section 5.4).
        sysctls += [
            .init("ipv6/conf/all/accept_dad", "0"), .init("ipv6/conf/default/accept_dad", "0"),
            .init("ipv6/conf/all/accept_ra", "0"), .init("ipv6/conf/default/accept_ra", "0"),
        ]
        return sysctls
    }
}
