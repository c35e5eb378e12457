public import MoatModel

/// The fabric's side of a subnet: the bridge that its hosts are attached to, and the
/// routing table for what comes in from it.
public struct SubnetLink: Hashable, Sendable {
    public var subnet: SubnetReference
    public var prefixes: [IPPrefix]
    public var interface: String
    public var table: Int

    public init(subnet: SubnetReference, prefixes: [IPPrefix], interface: String, table: Int) {
        self.subnet = subnet
        self.prefixes = prefixes
        self.interface = interface
        self.table = table
    }

    /// The links of all subnets of all virtual networks, sorted by name.
    public static func links(of resources: ResourceSet) -> [SubnetLink] {
        let networks = resources.virtualNetworks.values.sorted { $0.name < $1.name }
        let subnets = networks.flatMap { network in
            network.subnets.map { (SubnetReference(virtualNetwork: network.name, subnet: $0.name), $0.addressPrefixes) }
        }
        return zip(1..., subnets).map { index, subnet in
            SubnetLink(subnet: subnet.0, prefixes: subnet.1, interface: "subnet\(index)", table: 100 + index)
        }
    }
}
