public import MoatKubernetes

/// What the ingress controller asks of a Kubernetes API, watches aside.
public protocol IngressAPI: Sendable {
    /// Writes where an Ingress takes requests.
    func write(_ addresses: [IngressLoadBalancerIngress], to ingress: ObjectKey) async throws

    /// Tells what is wrong, later and as well as it goes: it must not make the caller wait.
    func record(_ problem: IngressProblem)
}
