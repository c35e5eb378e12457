public import MoatKubernetes

/// The Service that answers where no rule of any Ingress matches.
public struct IngressBackendSetting: Sendable, Hashable {
    /// With a namespace.
    public var service: ObjectKey
    public var port: ServiceBackendPort

    public init(service: ObjectKey, port: ServiceBackendPort) {
        self.service = service
        self.port = port
    }
}
