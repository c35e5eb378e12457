/// What is served for one host.
public struct IngressServer: Sendable, Equatable {
    /// Nil for all hosts that no other server has.
    public var host: RouteHost?
    /// Whether an Ingress has a certificate for the host, and requests by HTTP may be sent to HTTPS.
    public var hasTLS: Bool
    /// In the order of their precedence: exact before prefix for the same path, longer paths first.
    public var locations: [IngressLocation]
}
