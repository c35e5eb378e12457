public import MoatModel

/// Everything that a lab consists of, worked out before anything is touched. Pure: the
/// same topology and resources give the same plan.
public struct LabPlan: Hashable, Sendable {
    public var name: String
    public var firewall: String
    public var gateway: LabGateway
    public var networks: [IPPrefix]
    public var links: [SubnetLink]
    public var nodes: [LabNode]
    public var cables: [LabCable]
    public var processes: [PlannedProcess]
    /// What the lab's DNS answers.
    public var domains: [LabDomain]
    /// What the lab's Kubernetes API is told; nil where there is none.
    public var kubernetes: KubernetesSpec?

    /// - Throws: `LabIssues` with every reason why the topology and the resources do not
    ///   fit together.
    public init(
        _ topology: LabTopology, _ resources: ResourceSet, gateway: LabGateway = .moat, directory: LabDirectory? = nil
    ) throws {
        let issues = TopologyCheck.issues(of: topology, resources)
        guard issues.isEmpty, let firewall = resources.firewalls[topology.firewall] else {
            throw LabIssues(issues: issues)
        }
        let planner = LabPlanner(
            topology: topology, resources: resources, firewall: firewall, gateway: gateway,
            directory: directory ?? LabDirectory(name: topology.name))
        name = topology.name
        self.firewall = topology.firewall
        self.gateway = gateway
        networks = topology.internet.allNetworks
        links = planner.links
        nodes = planner.nodes
        cables = planner.cables
        processes = planner.processes
        domains = topology.internet.domains
        kubernetes = planner.kubernetes
    }

    public func node(_ name: String) -> LabNode? {
        nodes.first { $0.name == name }
    }

    /// Whether any machine has an IPv6 address.
    public var usesIPv6: Bool {
        nodes.contains { $0.addresses.contains { $0.address.address.family == .ipv6 } }
    }
}
