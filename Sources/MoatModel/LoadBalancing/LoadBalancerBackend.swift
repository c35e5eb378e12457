/// A machine, pod or node port that takes flows of a load balancer.
public struct LoadBalancerBackend: Hashable, Comparable, Sendable {
    public var address: IPv4Address
    /// 1 to 65535
    public var port: UInt16

    public init(address: IPv4Address, port: UInt16) {
        self.address = address
        self.port = port
    }

    public static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.address, lhs.port) < (rhs.address, rhs.port)
    }
}

extension LoadBalancerBackend: CustomStringConvertible {
    /// `10.0.5.7:8080`
    public var description: String {
        "\(address):\(port)"
    }
}
