import MoatModel

/// Whether a topology and its resources fit together.
struct TopologyCheck {
    let topology: LabTopology
    private let resources: ResourceSet
    private var issues: [LabIssue] = []

    static func issues(of topology: LabTopology, _ resources: ResourceSet) -> [LabIssue] {
        var check = TopologyCheck(topology: topology, resources: resources)
        check.checkNames()
        check.checkNetworks()
        check.checkFirewall()
        check.checkAddresses()
        check.checkServices()
        check.checkDomains()
        check.checkKubernetes()
        return check.issues
    }

    private init(topology: LabTopology, resources: ResourceSet) {
        self.topology = topology
        self.resources = resources
    }

    mutating func report(_ message: String, _ remedy: String) {
        issues.append(LabIssue(message, remedy: remedy))
    }

    // MARK: Names

    private mutating func checkNames() {
        if !LabName.isValid(topology.name) { report("'\(topology.name)' is not a name for a lab", LabName.rule) }
        var seen: Set<String> = []
        for name in topology.internet.hosts.map(\.name) + topology.hosts.map(\.name) {
            if !LabName.isValid(name) { report("'\(name)' is not a name for a host", LabName.rule) }
            if LabName.reserved.contains(name) {
                report("host \(name): every lab has a machine of that name", "choose another name")
            }
            if !seen.insert(name).inserted { report("two hosts are named \(name)", "rename one of them") }
        }
    }

    // MARK: Networks

    private mutating func checkNetworks() {
        let networks = topology.internet.allNetworks
        for network in networks where network.length > network.family.bitWidth - 2 {
            report("internet network \(network) has no room for a router and a host", "write a shorter prefix")
        }
        let subnets = resources.virtualNetworks.values.flatMap(\.subnets)
        for subnet in subnets {
            for prefix in subnet.addressPrefixes where prefix.length > prefix.family.bitWidth - 3 {
                report("subnet \(subnet.name): \(prefix) has no usable address", "/29 is the smallest IPv4 subnet")
            }
        }
        let spaces = resources.virtualNetworks.values.sorted { $0.name < $1.name }.flatMap { network in
            network.addressPrefixes.map { (name: "VirtualNetwork \(network.name)", prefix: $0) }
        }
        let all = networks.map { (name: "internet network", prefix: $0) } + spaces
        for (index, first) in all.enumerated() {
            for second in all[(index + 1)...] where first.prefix.overlaps(second.prefix) {
                report(
                    "\(first.name) \(first.prefix) overlaps \(second.name) \(second.prefix)",
                    "a lab is one routed world: give each network a range of its own")
            }
        }
    }

    private func prefixes(of subnet: SubnetReference) -> [IPPrefix]? {
        resources.virtualNetworks[subnet.virtualNetwork]?.subnets.first { $0.name == subnet.subnet }?.addressPrefixes
    }

    // MARK: Firewall

    private mutating func checkFirewall() {
        let name = topology.firewall
        guard let firewall = resources.firewalls[name] else {
            let known = resources.firewalls.keys.sorted().joined(separator: ", ")
            report(
                "firewall: there is no Firewall \(name) in the resources",
                known.isEmpty ? "name the manifest of a Firewall under resources" : "there is: \(known)")
            return
        }
        if let subnet = firewall.subnet {
            if prefixes(of: subnet) == nil {
                report("Firewall \(name): there is no subnet \(subnet)", "add it to the VirtualNetwork")
            }
        } else {
            report("Firewall \(name) names no subnet", "add subnet: NETWORK/AzureFirewallSubnet to its configuration")
        }
        for configuration in firewall.ipConfigurations {
            guard let address = resources.publicIPAddresses[configuration.publicIPAddress]?.ipAddress else {
                report(
                    "Firewall \(name): there is no PublicIPAddress \(configuration.publicIPAddress)",
                    "add its manifest to the resources")
                continue
            }
            guard let network = topology.internet.allNetworks.first(where: { $0.contains(address) }) else {
                let length = address.family == .ipv4 ? 24 : 64
                report(
                    "PublicIPAddress \(configuration.publicIPAddress): \(address) is in no network of the internet",
                    "add \(IPPrefix(masking: address, length: length)) to internet: networks")
                continue
            }
            checkOutside(address, of: network, "PublicIPAddress \(configuration.publicIPAddress)")
        }
    }

    // MARK: Addresses

    private mutating func checkOutside(_ address: IPAddress, of network: IPPrefix, _ object: String) {
        if address == network.router || address == network.address
            || (network.family == .ipv4 && address == network.lastAddress)
        {
            report(
                "\(object): \(address) is the network's own, its router's or its broadcast address",
                "choose another address of \(network)")
        }
    }

    private mutating func checkAddresses() {
        var owners: [IPAddress: String] = [:]
        if let firewall = resources.firewalls[topology.firewall] {
            for configuration in firewall.ipConfigurations {
                guard let address = resources.publicIPAddresses[configuration.publicIPAddress]?.ipAddress else {
                    continue
                }
                owners[address] = "Firewall \(firewall.name)"
            }
            for prefix in firewall.subnet.flatMap({ prefixes(of: $0) }) ?? [] {
                owners[Firewall.privateAddress(in: prefix)] = "Firewall \(firewall.name)"
            }
        }
        for host in topology.internet.hosts {
            if host.addresses.isEmpty { report("host \(host.name) has no address", "add one under addresses") }
            for address in host.addresses {
                checkOutside(address.address, of: address.prefix, "host \(host.name)")
                claim(address.address, "host \(host.name)", &owners)
            }
        }
        for host in topology.hosts {
            checkInside(host)
            for address in host.addresses { claim(address, "host \(host.name)", &owners) }
        }
    }

    private mutating func claim(_ address: IPAddress, _ object: String, _ owners: inout [IPAddress: String]) {
        if let owner = owners[address] {
            report("\(object): \(address) belongs to \(owner)", "choose a free address")
        } else {
            owners[address] = object
        }
    }

    private mutating func checkInside(_ host: LabTopology.Host) {
        guard let prefixes = prefixes(of: host.subnet) else {
            let known = resources.virtualNetworks.values.sorted { $0.name < $1.name }.flatMap { network in
                network.subnets.map { "\(network.name)/\($0.name)" }
            }
            report(
                "host \(host.name): there is no subnet \(host.subnet)",
                known.isEmpty ? "the resources have no VirtualNetwork" : "there is: \(known.joined(separator: ", "))")
            return
        }
        if host.addresses.isEmpty { report("host \(host.name) has no address", "add one of \(host.subnet)") }
        if Set(host.addresses.map(\.family)).count < host.addresses.count {
            report("host \(host.name) has two addresses of one family", "keep one IPv4 and one IPv6 address at most")
        }
        for address in host.addresses where !prefixes.contains(where: { $0.isUsable(address) }) {
            let text = prefixes.map(\.description).joined(separator: ", ")
            report(
                "host \(host.name): \(address) is not a usable address of \(host.subnet)",
                "usable are those of \(text) without the first four and, for IPv4, the last")
        }
    }
}
