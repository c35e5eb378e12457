public import MoatKubernetes

/// How a load balancer that runs by itself works.
public struct LoadBalancerDaemonConfiguration: Sendable {
    /// The API whose Services it serves.
    public var cluster: KubernetesConfiguration
    public var loadBalancer: LoadBalancerConfiguration
    /// Where it answers.
    public var socketPath: String
    /// The Lease by which one of several leads.
    public var lease: ObjectKey
    /// Another in every process that there ever is.
    public var identity: String
    public var leasePolicy: LeasePolicy

    public init(
        cluster: KubernetesConfiguration, loadBalancer: LoadBalancerConfiguration, socketPath: String,
        lease: ObjectKey, identity: String, leasePolicy: LeasePolicy = LeasePolicy()
    ) {
        self.cluster = cluster
        self.loadBalancer = loadBalancer
        self.socketPath = socketPath
        self.lease = lease
        self.identity = identity
        self.leasePolicy = leasePolicy
    }
}
