public import MoatKubernetes

/// The objects of a cluster that say what the controller serves, in no particular order.
public struct IngressObjects: Sendable, Equatable {
    public var ingresses: [Ingress]
    public var classes: [IngressClass]
    public var services: [Service]
    public var slices: [EndpointSlice]
    public var secrets: [Secret]

    public init(
        ingresses: [Ingress] = [], classes: [IngressClass] = [], services: [Service] = [],
        slices: [EndpointSlice] = [], secrets: [Secret] = []
    ) {
        self.ingresses = ingresses
        self.classes = classes
        self.services = services
        self.slices = slices
        self.secrets = secrets
    }
}
