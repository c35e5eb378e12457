public import MoatKubernetes

/// What a load balancer serves, and how one of several leads.
public struct LoadBalancerServiceConfiguration: Sendable {
    /// The API whose Services it serves.
    public var cluster: KubernetesConfiguration
    public var loadBalancer: LoadBalancerConfiguration
    /// The Lease by which one of several leads.
    public var lease: ObjectKey
    /// Another in every process that there ever is.
    public var identity: String
    public var leasePolicy: LeasePolicy

    public init(
        cluster: KubernetesConfiguration, loadBalancer: LoadBalancerConfiguration, lease: ObjectKey, identity: String,
        leasePolicy: LeasePolicy = LeasePolicy()
    ) {
        self.cluster = cluster
        self.loadBalancer = loadBalancer
        self.lease = lease
        self.identity = identity
        self.leasePolicy = leasePolicy
    }
}
