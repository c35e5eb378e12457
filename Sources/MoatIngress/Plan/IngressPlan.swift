public import MoatKubernetes

/// What the controller serves: the meaning of all objects of its class together. Pure and total:
/// whatever the objects say, there is a plan, which leaves out what cannot be served and says so.
public struct IngressPlan: Sendable, Equatable {
    /// Names first, then wildcards, each in the order of their bytes, then the one for all other hosts,
    /// which is always there.
    public var servers: [IngressServer]
    /// Rising by name; each that a location names.
    public var upstreams: [IngressUpstream]
    /// Rising by Secret; each that a host names.
    public var certificates: [IngressCertificate]
    /// In the order of the objects.
    public var problems: [IngressProblem]
    /// The Ingresses of the controller's class, rising.
    public var ingresses: [ObjectKey]
}
