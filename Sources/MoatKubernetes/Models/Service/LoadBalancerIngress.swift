/// An address at which a load balancer takes traffic.
public struct LoadBalancerIngress: Codable, Hashable, Sendable {
    public var ip: String?
    public var hostname: String?
    /// From 1.29; only together with `ip`.
    public var ipMode: LoadBalancerIPMode?
    @ZeroIfAbsent public var ports: [PortStatus]

    public init(
        ip: String? = nil, hostname: String? = nil, ipMode: LoadBalancerIPMode? = nil, ports: [PortStatus] = []
    ) {
        self.ip = ip
        self.hostname = hostname
        self.ipMode = ipMode
        self.ports = ports
    }
}
