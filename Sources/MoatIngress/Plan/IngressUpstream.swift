public import MoatKubernetes

/// The endpoints of a port of a Service.
public struct IngressUpstream: Sendable, Equatable {
    /// Unique among upstreams: `namespace/service:port`.
    public var name: String
    /// With a namespace.
    public var service: ObjectKey
    /// Those that are ready; rising, each once.
    public var endpoints: [IngressEndpoint]
}
