/// A name and address for a set of endpoints (core/v1).
public struct Service: KubernetesObject {
    public static let apiVersion = "v1"
    public static let kind = "Service"
    public static let plural = "services"
    public static let isNamespaced = true

    public var metadata: ObjectMeta
    @ZeroIfAbsent public var spec: ServiceSpec
    @ZeroIfAbsent public var status: ServiceStatus

    public init(
        metadata: ObjectMeta = ObjectMeta(), spec: ServiceSpec = ServiceSpec(),
        status: ServiceStatus = ServiceStatus()
    ) {
        self.metadata = metadata
        self.spec = spec
        self.status = status
    }
}
