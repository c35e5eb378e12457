/// One address, port and protocol at which a load balancer takes traffic, and those who get
/// it.
public struct LoadBalancerFrontend: Hashable, Sendable {
    public var key: Key
    public var affinity: Affinity
    /// They share the new flows evenly; without any, new flows are refused.
    public var backends: [LoadBalancerBackend]
    /// They get no new flows and keep those that they have.
    public var draining: [LoadBalancerBackend]

    public init(
        _ key: Key, affinity: Affinity = .none, backends: [LoadBalancerBackend], draining: [LoadBalancerBackend] = []
    ) {
        self.key = key
        self.affinity = affinity
        self.backends = backends
        self.draining = draining
    }

    /// What tells one frontend from another.
    public struct Key: Hashable, Comparable, Sendable {
        public var address: IPv4Address
        /// 1 to 65535
        public var port: UInt16
        /// TCP or UDP
        public var `protocol`: IPProtocol

        public init(address: IPv4Address, port: UInt16, protocol: IPProtocol) {
            self.address = address
            self.port = port
            self.protocol = `protocol`
        }

        public static func < (lhs: Self, rhs: Self) -> Bool {
            (lhs.address, lhs.protocol, lhs.port) < (rhs.address, rhs.protocol, rhs.port)
        }
    }

    /// What decides to which backend a flow goes. Either way it is a hash, so the same always
    /// leads to the same backend while the backends stay as they are.
    public enum Affinity: String, Hashable, Sendable, CaseIterable, Codable {
        /// The client's address and port.
        case none = "None"
        /// The client's address alone.
        case clientIP = "ClientIP"
    }
}

extension LoadBalancerFrontend.Key: CustomStringConvertible {
    /// `10.0.4.4:80/tcp`
    public var description: String {
        "\(address):\(port)/\(`protocol`.description.lowercased())"
    }
}
