public import MoatModel

/// What a Service wishes of a load balancer, as its spec and its annotations say.
public struct LoadBalancerSettings: Hashable, Sendable {
    /// One port at which traffic is taken.
    public struct Port: Hashable, Sendable {
        /// Empty where the Service has one port only.
        public var name: String
        public var port: UInt16
        /// TCP or UDP
        public var `protocol`: IPProtocol
        /// Where backends take the traffic whose slices say nothing of ports.
        public var targetPort: UInt16?
        public var nodePort: UInt16?
        /// Nil where backends are not asked.
        public var probe: HealthProbe?

        public init(
            name: String = "", port: UInt16, protocol: IPProtocol = .tcp, targetPort: UInt16? = nil,
            nodePort: UInt16? = nil, probe: HealthProbe? = nil
        ) {
            self.name = name
            self.port = port
            self.protocol = `protocol`
            self.targetPort = targetPort
            self.nodePort = nodePort
            self.probe = probe
        }
    }

    /// Nil for the default one.
    public var subnet: String?
    /// The address that is wished; nil for any.
    public var address: IPv4Address?
    /// In the Service's order, without those that need no rule.
    public var ports: [Port] = []
    /// The node ports of all of the Service's ports by name, for probes of another port.
    public var nodePorts: [String: UInt16] = [:]
    public var affinity = LoadBalancerFrontend.Affinity.none
    /// Only nodes with an endpoint take traffic (`externalTrafficPolicy: Local`), with node ports.
    public var isLocal = false
    /// Endpoints that are not ready count as ready.
    public var publishesNotReady = false
    /// The name or address of a public address whose traffic comes here.
    public var publicIP: String?

    public init() {}
}

extension LoadBalancerSettings {
    /// What must differ between Services that share an address.
    public var portKeys: Set<PortKey> { Set(ports.map { PortKey($0.port, $0.protocol) }) }

    /// A port and its protocol.
    public struct PortKey: Hashable, Comparable, Sendable, CustomStringConvertible {
        public var port: UInt16
        public var `protocol`: IPProtocol

        public init(_ port: UInt16, _ protocol: IPProtocol) {
            self.port = port
            self.protocol = `protocol`
        }

        public static func < (lhs: Self, rhs: Self) -> Bool {
            (lhs.port, lhs.protocol) < (rhs.port, rhs.protocol)
        }

        /// `80/TCP`, as kubectl writes it.
        public var description: String { "\(port)/\(`protocol`)" }
    }
}
