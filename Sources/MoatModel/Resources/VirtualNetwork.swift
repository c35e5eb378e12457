/// A virtual network (`Microsoft.Network/virtualNetworks`): an address space divided into
/// subnets.
public struct VirtualNetwork: Hashable, Sendable {
    public var name: String
    /// `addressSpace.addressPrefixes`
    public var addressPrefixes: [IPPrefix]
    public var subnets: [Subnet]

    public init(name: String, addressPrefixes: [IPPrefix], subnets: [Subnet]) {
        self.name = name
        self.addressPrefixes = addressPrefixes
        self.subnets = subnets
    }

    /// A part of the address space; at most one prefix of each family.
    public struct Subnet: Hashable, Sendable {
        public var name: String
        /// `addressPrefix` for one, `addressPrefixes` for dual stack.
        public var addressPrefixes: [IPPrefix]

        public init(name: String, addressPrefixes: [IPPrefix]) {
            self.name = name
            self.addressPrefixes = addressPrefixes
        }
    }

    /// The subnet that a firewall lives in carries this name, as in Azure.
    public static let firewallSubnetName = "AzureFirewallSubnet"
}

/// `network/subnet`: how one resource names a subnet of another.
public struct SubnetReference: Hashable, Sendable, CustomStringConvertible {
    public var virtualNetwork: String
    public var subnet: String

    public init(virtualNetwork: String, subnet: String) {
        self.virtualNetwork = virtualNetwork
        self.subnet = subnet
    }

    /// Nil unless the text is two non-empty names with one `/` between.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        self.init(virtualNetwork: String(parts[0]), subnet: String(parts[1]))
    }

    public var description: String {
        "\(virtualNetwork)/\(subnet)"
    }
}
