public import MoatModel

/// What a load balancer is for, and where its addresses come from.
public struct LoadBalancerConfiguration: Sendable {
    public var selection: ServiceSelection
    public var rules: LoadBalancerRules
    public var subnets: [AddressSubnet]
    /// For Services that name none; nil where there is one subnet only, or none is meant.
    public var defaultSubnet: String?
    /// Addresses of the subnets that machines and pods have, and what has them, in words: `the pod a`.
    /// Those of the cluster's nodes are known without.
    public var reserved: [IPv4Address: String]

    public init(
        selection: ServiceSelection = .internalAnnotation, rules: LoadBalancerRules = LoadBalancerRules(),
        subnets: [AddressSubnet], defaultSubnet: String? = nil, reserved: [IPv4Address: String] = [:]
    ) {
        self.selection = selection
        self.rules = rules
        self.subnets = subnets
        self.defaultSubnet = defaultSubnet
        self.reserved = reserved
    }
}
