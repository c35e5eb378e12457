public import MoatModel

/// A Service's wish for an address.
public struct AddressClaim: Hashable, Sendable {
    /// Nil for the default one.
    public var subnet: String?
    /// The address that the Service asks for by name.
    public var requested: IPv4Address?
    /// The address that the Service has, as its status says.
    public var recorded: IPv4Address?
    public var ports: Set<LoadBalancerSettings.PortKey>

    public init(
        subnet: String? = nil, requested: IPv4Address? = nil, recorded: IPv4Address? = nil,
        ports: Set<LoadBalancerSettings.PortKey>
    ) {
        self.subnet = subnet
        self.requested = requested
        self.recorded = recorded
        self.ports = ports
    }
}
