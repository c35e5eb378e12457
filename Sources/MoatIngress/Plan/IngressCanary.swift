public import MoatKubernetes

/// An upstream that gets a share of a location's requests.
public struct IngressCanary: Sendable, Equatable {
    /// The Ingress that says so.
    public var ingress: ObjectKey
    public var service: ObjectKey
    public var upstream: String
    /// Of a hundred requests, 0 to 100.
    public var weight: Int
}
