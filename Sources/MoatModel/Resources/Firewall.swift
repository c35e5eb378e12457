/// A firewall (`Microsoft.Network/azureFirewalls`): a place in a virtual network with
/// public addresses and a policy.
public struct Firewall: Hashable, Sendable {
    public var name: String
    public var ipConfigurations: [IPConfiguration]
    /// The name of a FirewallPolicy.
    public var firewallPolicy: String

    public init(name: String, ipConfigurations: [IPConfiguration], firewallPolicy: String) {
        self.name = name
        self.ipConfigurations = ipConfigurations
        self.firewallPolicy = firewallPolicy
    }

    /// One public address of the firewall. As in ARM, the first one also names the subnet,
    /// which must be an `AzureFirewallSubnet`; further ones add addresses.
    public struct IPConfiguration: Hashable, Sendable {
        public var name: String
        public var subnet: SubnetReference?
        /// The name of a PublicIPAddress.
        public var publicIPAddress: String

        public init(name: String, subnet: SubnetReference?, publicIPAddress: String) {
            self.name = name
            self.subnet = subnet
            self.publicIPAddress = publicIPAddress
        }
    }

    /// Azure's limit, in characters.
    public static let maximumNameLength = 50

    /// The subnet it lives in.
    public var subnet: SubnetReference? {
        ipConfigurations.lazy.compactMap(\.subnet).first
    }

    /// The private address of a firewall in a subnet: the first usable address, which is
    /// the fifth of the prefix, since Azure keeps the first four of every subnet
    /// (network address, gateway, two for DNS). `.4` in a /24.
    public static func privateAddress(in subnet: IPPrefix) -> IPAddress {
        IPAddress(number: subnet.address.number + 4, family: subnet.family)
    }
}
