/// What is observed of an Ingress.
public struct IngressStatus: ZeroValue, Sendable {
    @ZeroIfAbsent public var loadBalancer: IngressLoadBalancerStatus

    public init() {}

    public init(loadBalancer: IngressLoadBalancerStatus = IngressLoadBalancerStatus()) {
        self.loadBalancer = loadBalancer
    }
}
