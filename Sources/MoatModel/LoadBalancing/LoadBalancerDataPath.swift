/// What carries a load balancer's traffic.
public protocol LoadBalancerDataPath: Sendable {
    /// Puts the whole table in force. Frontends that are as they were are not touched, and
    /// flows to backends that stay go on.
    ///
    /// A table that cannot be put in force changes nothing; the one before stays.
    func apply(_ frontends: [LoadBalancerFrontend]) async throws

    /// Takes all frontends out of force, since they are served elsewhere now. Flows that the
    /// firewall on this machine leads to their backends go on.
    func withdraw() async throws
}
