/// What holds for the settings of all Services.
public struct LoadBalancerRules: Hashable, Sendable {
    /// Where the traffic of a Service goes.
    public enum TargetMode: String, Hashable, Sendable, Codable, CaseIterable {
        /// To the addresses of pods, which must be reachable from here.
        case pods
        /// To a port of nodes, as cloud load balancers do.
        case nodePorts
    }

    public var targetMode: TargetMode
    /// Whole seconds; the least that an annotation may say. Azure's is 5.
    public var minimumProbeInterval = 5
    /// Where no annotation says another.
    public var defaultProbeInterval: Duration = .seconds(5)
    /// Where no annotation says another; cloud-provider-azure's is 2.
    public var defaultProbeThreshold = 2

    /// Whether there is a firewall beside it that makes DNAT rules of `moat.dev/public-ip`.
    public var makesDNATRules: Bool

    public init(targetMode: TargetMode = .pods, makesDNATRules: Bool = true) {
        self.targetMode = targetMode
        self.makesDNATRules = makesDNATRules
    }
}
