/// Where a load balancer takes traffic.
public struct LoadBalancerStatus: ZeroValue, Sendable {
    @ZeroIfAbsent public var ingress: [LoadBalancerIngress]

    public init() {}

    public init(ingress: [LoadBalancerIngress] = []) {
        self.ingress = ingress
    }
}
