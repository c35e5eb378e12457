/// Rules that lead HTTP requests to Services (networking.k8s.io/v1).
public struct Ingress: KubernetesObject {
    public static let apiVersion = "networking.k8s.io/v1"
    public static let kind = "Ingress"
    public static let plural = "ingresses"
    public static let isNamespaced = true

    public var metadata: ObjectMeta
    @ZeroIfAbsent public var spec: IngressSpec
    @ZeroIfAbsent public var status: IngressStatus

    public init(
        metadata: ObjectMeta = ObjectMeta(), spec: IngressSpec = IngressSpec(),
        status: IngressStatus = IngressStatus()
    ) {
        self.metadata = metadata
        self.spec = spec
        self.status = status
    }
}
