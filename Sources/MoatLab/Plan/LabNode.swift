public import MoatModel

/// A machine of a lab: a network namespace and what is set up in it.
public struct LabNode: Hashable, Sendable {
    public var name: String
    /// The name of its network namespace.
    public var namespace: String
    public var role: Role
    public var sysctls: [Sysctl] = []
    public var bridges: [String] = []
    public var addresses: [Assignment] = []
    public var routes: Set<NetworkRoute> = []
    public var rules: [RoutingRule] = []
    public var services: [LabService] = []
    /// Names of a host of the internet.
    public var names: [String] = []
    /// Whom it asks for names.
    public var nameServers: [IPAddress] = []
    /// The subnet of a host.
    public var subnet: SubnetReference?

    public init(name: String, namespace: String, role: Role) {
        self.name = name
        self.namespace = namespace
        self.role = role
    }

    public enum Role: String, Hashable, Sendable, Codable {
        case internet, internetHost, firewall, fabric, host
    }

    /// A setting under /proc/sys/net.
    public struct Sysctl: Hashable, Sendable {
        public var path: String
        public var value: String

        public init(_ path: String, _ value: String) {
            self.path = path
            self.value = value
        }
    }

    /// An address on an interface.
    public struct Assignment: Hashable, Sendable {
        public var interface: String
        public var address: InterfaceAddress

        public init(_ interface: String, _ address: InterfaceAddress) {
            self.interface = interface
            self.address = address
        }
    }

    /// What comes in at the interface is routed by the table.
    public struct RoutingRule: Hashable, Sendable {
        public var interface: String
        public var family: IPAddress.Family
        public var table: Int
    }
}
