/// A path and where its requests go.
public struct HTTPIngressPath: Codable, Hashable, Sendable {
    public var path: String?
    /// Never absent in networking.k8s.io/v1.
    public var pathType: IngressPathType?
    public var backend: IngressBackend

    public init(path: String? = nil, pathType: IngressPathType? = nil, backend: IngressBackend = IngressBackend()) {
        self.path = path
        self.pathType = pathType
        self.backend = backend
    }
}
