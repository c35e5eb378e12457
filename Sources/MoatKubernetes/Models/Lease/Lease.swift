/// A claim that is held as long as it is renewed (coordination.k8s.io/v1).
public struct Lease: KubernetesObject {
    public static let apiVersion = "coordination.k8s.io/v1"
    public static let kind = "Lease"
    public static let plural = "leases"
    public static let isNamespaced = true

    public var metadata: ObjectMeta
    @ZeroIfAbsent public var spec: LeaseSpec

    public init(metadata: ObjectMeta = ObjectMeta(), spec: LeaseSpec = LeaseSpec()) {
        self.metadata = metadata
        self.spec = spec
    }
}
