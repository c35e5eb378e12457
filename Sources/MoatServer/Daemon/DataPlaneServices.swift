public import MoatGateway
public import MoatModel
public import ServiceLifecycle

/// A data plane and what has to run for it.
public struct DataPlaneServices: Sendable {
    public var dataPlane: any DataPlane
    /// Started before the first snapshot is put in force, ended after the API.
    public var services: [any Service]
    /// Who looks for scanners; nil where nobody does.
    public var watch: SourceWatch?
    /// What carries the load balancer's traffic; nil where there is none.
    public var loadBalancer: (any LoadBalancerDataPath)?
    /// TCP ports that the data plane keeps for the machine itself and hands on to nobody.
    public var ownPorts: Set<UInt16>

    public init(
        dataPlane: any DataPlane, services: [any Service] = [], watch: SourceWatch? = nil,
        loadBalancer: (any LoadBalancerDataPath)? = nil, ownPorts: Set<UInt16>
    ) {
        self.dataPlane = dataPlane
        self.services = services
        self.watch = watch
        self.loadBalancer = loadBalancer
        self.ownPorts = ownPorts
    }
}
