/// A kind of Ingress and the controller that serves it (networking.k8s.io/v1).
public struct IngressClass: KubernetesObject {
    public static let apiVersion = "networking.k8s.io/v1"
    public static let kind = "IngressClass"
    public static let plural = "ingressclasses"
    public static let isNamespaced = false

    public var metadata: ObjectMeta
    @ZeroIfAbsent public var spec: IngressClassSpec

    public init(metadata: ObjectMeta = ObjectMeta(), spec: IngressClassSpec = IngressClassSpec()) {
        self.metadata = metadata
        self.spec = spec
    }
}

extension IngressClass {
    /// The annotation of the class that Ingresses without one belong to.
    public static let defaultAnnotation = "ingressclass.kubernetes.io/is-default-class"

    /// Whether Ingresses without a class belong to this one.
    public var isDefault: Bool { metadata.annotations[Self.defaultAnnotation] == "true" }
}
