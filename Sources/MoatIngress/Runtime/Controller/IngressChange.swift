public import MoatKubernetes

/// What a watch tells the ingress controller.
public enum IngressChange: Sendable {
    case ingress(ObjectChange<Ingress>)
    case ingressClass(ObjectChange<IngressClass>)
    case service(ObjectChange<Service>)
    case slice(ObjectChange<EndpointSlice>)
    case secret(ObjectChange<Secret>)
}
