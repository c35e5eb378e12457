/// What is observed of a Service.
public struct ServiceStatus: ZeroValue, Sendable {
    @ZeroIfAbsent public var loadBalancer: LoadBalancerStatus
    @ZeroIfAbsent public var conditions: [Condition]

    public init() {}

    public init(loadBalancer: LoadBalancerStatus = LoadBalancerStatus(), conditions: [Condition] = []) {
        self.loadBalancer = loadBalancer
        self.conditions = conditions
    }
}
