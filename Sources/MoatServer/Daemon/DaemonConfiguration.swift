public import MoatModel

/// What a daemon works on and where it keeps its things.
public struct DaemonConfiguration: Sendable {
    /// The name of the Firewall resource that it carries out.
    public var firewall: String
    /// Where the state is kept; one daemon at a time.
    public var stateDirectory: String
    /// The socket on which it answers.
    public var socketPath: String
    /// What rules may name as service tags; nil where there are none.
    public var serviceTags: ServiceTagCatalog?
    /// What application rules may name as FQDN tags.
    public var fqdnTags: FQDNTagCatalog
    /// What questions to the logs may use.
    public var query: QueryConfiguration
    /// The cluster that this machine is also the load balancer of; nil for none.
    public var loadBalancer: LoadBalancerServiceConfiguration?

    public init(
        firewall: String, stateDirectory: String = "/var/lib/moat", socketPath: String = "/run/moat/moat.sock",
        serviceTags: ServiceTagCatalog? = nil, fqdnTags: FQDNTagCatalog = FQDNTagCatalog(),
        query: QueryConfiguration = QueryConfiguration(), loadBalancer: LoadBalancerServiceConfiguration? = nil
    ) {
        self.firewall = firewall
        self.stateDirectory = stateDirectory
        self.socketPath = socketPath
        self.serviceTags = serviceTags
        self.fqdnTags = fqdnTags
        self.query = query
        self.loadBalancer = loadBalancer
    }
}
