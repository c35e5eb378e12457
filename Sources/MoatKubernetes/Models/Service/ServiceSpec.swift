/// What is wished of a Service.
public struct ServiceSpec: ZeroValue, Sendable {
    /// `ClusterIP` where absent.
    public var type: ServiceType?
    @ZeroIfAbsent public var selector: [String: String]
    @ZeroIfAbsent public var ports: [ServicePort]
    /// `None` for a headless Service.
    public var clusterIP: String?
    @ZeroIfAbsent public var clusterIPs: [String]
    @ZeroIfAbsent public var externalIPs: [String]
    /// Which implementation is meant; absent for the cluster's default one.
    public var loadBalancerClass: String?
    /// The address that is wished; deprecated since 1.24 and still used.
    public var loadBalancerIP: String?
    /// Prefixes that clients must come from; empty for all.
    @ZeroIfAbsent public var loadBalancerSourceRanges: [String]
    /// True where absent.
    public var allocateLoadBalancerNodePorts: Bool?
    /// `Cluster` where absent.
    public var externalTrafficPolicy: TrafficPolicy?
    /// `Cluster` where absent.
    public var internalTrafficPolicy: TrafficPolicy?
    /// Where nodes tell whether they have endpoints, with `externalTrafficPolicy: Local`.
    public var healthCheckNodePort: Int32?
    /// `None` where absent.
    public var sessionAffinity: SessionAffinity?
    public var sessionAffinityConfig: SessionAffinityConfig?
    @ZeroIfAbsent public var ipFamilies: [AddressFamily]
    /// `SingleStack`, `PreferDualStack` or `RequireDualStack`.
    public var ipFamilyPolicy: String?
    /// Whether endpoints count as ready though their pods are not.
    public var publishNotReadyAddresses: Bool?
    public var externalName: String?

    public init() {}

    public init(
        type: ServiceType? = nil, selector: [String: String] = [:], ports: [ServicePort] = [],
        clusterIP: String? = nil, clusterIPs: [String] = [], externalIPs: [String] = [],
        loadBalancerClass: String? = nil, loadBalancerIP: String? = nil, loadBalancerSourceRanges: [String] = [],
        allocateLoadBalancerNodePorts: Bool? = nil, externalTrafficPolicy: TrafficPolicy? = nil,
        internalTrafficPolicy: TrafficPolicy? = nil, healthCheckNodePort: Int32? = nil,
        sessionAffinity: SessionAffinity? = nil, sessionAffinityConfig: SessionAffinityConfig? = nil,
        ipFamilies: [AddressFamily] = [], ipFamilyPolicy: String? = nil, publishNotReadyAddresses: Bool? = nil,
        externalName: String? = nil
    ) {
        self.type = type
        self.selector = selector
        self.ports = ports
        self.clusterIP = clusterIP
        self.clusterIPs = clusterIPs
        self.externalIPs = externalIPs
        self.loadBalancerClass = loadBalancerClass
        self.loadBalancerIP = loadBalancerIP
        self.loadBalancerSourceRanges = loadBalancerSourceRanges
        self.allocateLoadBalancerNodePorts = allocateLoadBalancerNodePorts
        self.externalTrafficPolicy = externalTrafficPolicy
        self.internalTrafficPolicy = internalTrafficPolicy
        self.healthCheckNodePort = healthCheckNodePort
        self.sessionAffinity = sessionAffinity
        self.sessionAffinityConfig = sessionAffinityConfig
        self.ipFamilies = ipFamilies
        self.ipFamilyPolicy = ipFamilyPolicy
        self.publishNotReadyAddresses = publishNotReadyAddresses
        self.externalName = externalName
    }
}
