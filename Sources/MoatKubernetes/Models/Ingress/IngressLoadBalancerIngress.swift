/// An address at which an ingress takes requests.
public struct IngressLoadBalancerIngress: Codable, Hashable, Sendable {
    public var ip: String?
    public var hostname: String?
    @ZeroIfAbsent public var ports: [IngressPortStatus]

    public init(ip: String? = nil, hostname: String? = nil, ports: [IngressPortStatus] = []) {
        self.ip = ip
        self.hostname = hostname
        self.ports = ports
    }
}
