import MoatModel

/// Where a firewall stands: its addresses and the network around it.
struct FirewallPlace {
    let publicAddresses: [IPv4Address]
    let privateAddress: IPv4Address
    /// One of each family that the subnet has.
    let privateAddresses: [IPAddress]
    let localPrefixes: [IPPrefix]
    /// Every address of the firewall, the private one of a dual-stack subnet's IPv6 prefix
    /// included.
    let ownAddresses: AddressSet

    /// Nowhere.
    init() {
        publicAddresses = []
        privateAddress = IPv4Address(rawValue: 0)
        privateAddresses = []
        localPrefixes = []
        ownAddresses = AddressSet([])
    }

    init(of firewall: Firewall, in resources: ResourceSet) throws(CompileError) {
        let key = ResourceKey(kind: .firewall, name: firewall.name)
        guard let reference = firewall.subnet else {
            throw CompileError(
                resource: key, problem: "no ipConfiguration names a subnet",
                remedy: "give the first one the \(VirtualNetwork.firewallSubnetName) of a virtual network")
        }
        guard let network = resources.virtualNetworks[reference.virtualNetwork],
            let subnet = network.subnets.first(where: { $0.name == reference.subnet })
        else {
            throw CompileError(
                resource: key, problem: "there is no subnet \(reference)",
                remedy: "declare it in a VirtualNetwork, or name one that exists")
        }
        let privateAddresses = subnet.addressPrefixes.map { Firewall.privateAddress(in: $0) }
        guard let privateAddress = privateAddresses.lazy.compactMap(\.v4).first else {
            throw CompileError(
                resource: key, problem: "its subnet \(reference) has no IPv4 prefix",
                remedy: "give the subnet one of at least /26")
        }
        var publicAddresses: [IPv4Address] = []
        for configuration in firewall.ipConfigurations {
            guard let resource = resources.publicIPAddresses[configuration.publicIPAddress] else {
                throw CompileError(
                    resource: key,
                    problem: "ipConfiguration \(configuration.name): there is no PublicIPAddress "
                        + configuration.publicIPAddress,
                    remedy: "declare it, or name one that exists")
            }
            guard let address = resource.ipAddress.v4 else {
                throw CompileError(
                    resource: key,
                    problem: "PublicIPAddress \(resource.name) is \(resource.ipAddress), an IPv6 address",
                    remedy: "a firewall's public addresses are IPv4, as it translates no IPv6")
            }
            publicAddresses.append(address)
        }
        self.publicAddresses = publicAddresses
        self.privateAddress = privateAddress
        self.privateAddresses = privateAddresses
        self.localPrefixes = network.addressPrefixes
        self.ownAddresses = AddressSet(
            (publicAddresses.map { .v4($0) } + privateAddresses).map { IPRange(IPPrefix($0)) })
    }
}

extension IPAddress {
    /// The address where it is IPv4.
    var v4: IPv4Address? {
        if case .v4(let address) = self { address } else { nil }
    }
}
