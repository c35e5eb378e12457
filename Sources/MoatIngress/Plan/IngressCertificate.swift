public import MoatKubernetes

/// A certificate with its key, from a Secret.
public struct IngressCertificate: Sendable, Equatable {
    public var secret: ObjectKey
    /// The hosts that Ingresses name it for.
    public var hosts: [RouteHost]
    /// The chain, leaf first, as PEM.
    public var chain: String
    /// As PEM.
    public var key: String
}

extension IngressCertificate: CustomStringConvertible, CustomReflectable {
    /// Without the key.
    public var description: String { "certificate of \(secret) for \(hosts)" }
    public var customMirror: Mirror { Mirror(self, children: ["secret": secret, "hosts": hosts]) }
}
