/// Some of the endpoints of a Service (discovery.k8s.io/v1).
public struct EndpointSlice: KubernetesObject {
    public static let apiVersion = "discovery.k8s.io/v1"
    public static let kind = "EndpointSlice"
    public static let plural = "endpointslices"
    public static let isNamespaced = true

    public var metadata: ObjectMeta
    public var addressType: EndpointAddressType
    @ZeroIfAbsent public var endpoints: [Endpoint]
    @ZeroIfAbsent public var ports: [EndpointPort]

    public init(
        metadata: ObjectMeta = ObjectMeta(), addressType: EndpointAddressType, endpoints: [Endpoint] = [],
        ports: [EndpointPort] = []
    ) {
        self.metadata = metadata
        self.addressType = addressType
        self.endpoints = endpoints
        self.ports = ports
    }
}

extension EndpointSlice {
    /// The label that names the Service a slice belongs to.
    public static let serviceNameLabel = "kubernetes.io/service-name"

    /// The name of the Service whose endpoints these are, which is of the same namespace.
    public var serviceName: String? { metadata.labels[Self.serviceNameLabel] }
}
