/// Where an ingress takes requests.
public struct IngressLoadBalancerStatus: ZeroValue, Sendable {
    @ZeroIfAbsent public var ingress: [IngressLoadBalancerIngress]

    public init() {}

    public init(ingress: [IngressLoadBalancerIngress] = []) {
        self.ingress = ingress
    }
}
