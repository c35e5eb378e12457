/// How a load balancer that runs by itself works.
public struct LoadBalancerDaemonConfiguration: Sendable {
    public var service: LoadBalancerServiceConfiguration
    /// Where it answers.
    public var socketPath: String

    public init(service: LoadBalancerServiceConfiguration, socketPath: String) {
        self.service = service
        self.socketPath = socketPath
    }
}
