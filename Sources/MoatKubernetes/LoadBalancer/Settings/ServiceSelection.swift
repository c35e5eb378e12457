/// Which Services are ours. All are of type LoadBalancer.
public enum ServiceSelection: Hashable, Sendable {
    /// Those with `service.beta.kubernetes.io/azure-load-balancer-internal: "true"` and no
    /// loadBalancerClass.
    case internalAnnotation
    /// Those without a loadBalancerClass.
    case all
    /// Those of a loadBalancerClass.
    case loadBalancerClass(String)

    public func contains(_ service: Service) -> Bool {
        guard service.spec.type == .loadBalancer else { return false }
        // An empty class is none, though the API takes no such value.
        let name = service.spec.loadBalancerClass.flatMap { $0.isEmpty ? nil : $0 }
        switch self {
        case .loadBalancerClass(let wanted):
            return name == wanted
        case .all:
            return name == nil
        case .internalAnnotation:
            let value = service.metadata.annotations[ServiceAnnotation.isInternal]
            return name == nil && value?.trimmed.lowercased() == "true"
        }
    }
}
