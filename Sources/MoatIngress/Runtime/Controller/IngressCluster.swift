public import MoatKubernetes

/// The cluster as watches have told it, as far as an ingress controller needs to know it.
public struct IngressCluster: Sendable {
    public private(set) var ingresses: [ObjectKey: Ingress] = [:]
    public private(set) var classes: [ObjectKey: IngressClass] = [:]
    public private(set) var services: [ObjectKey: Service] = [:]
    public private(set) var slices: [ObjectKey: EndpointSlice] = [:]
    /// Those with certificates alone; others are forgotten as they come.
    public private(set) var secrets: [ObjectKey: Secret] = [:]
    private var listed: Set<String> = []

    public init() {}

    /// Whether all lists have come, before which nothing may be put in force: what is not there yet
    /// would seem to be gone.
    public var isComplete: Bool { listed.count == 5 }

    /// Whether it was news.
    mutating func take(_ change: IngressChange) -> Bool {
        switch change {
        case .ingress(let change): Self.take(change, &ingresses, &listed)
        case .ingressClass(let change): Self.take(change, &classes, &listed)
        case .service(let change): Self.take(change, &services, &listed)
        case .slice(let change): Self.take(change, &slices, &listed)
        case .secret(let change):
            Self.take(change, &secrets, &listed) { $0.type == Secret.tlsType }
        }
    }

    private static func take<Object: KubernetesObject>(
        _ change: ObjectChange<Object>, _ objects: inout [ObjectKey: Object], _ listed: inout Set<String>,
        keep: (Object) -> Bool = { _ in true }
    ) -> Bool {
        switch change {
        case .replaced(let list):
            let isFirst = listed.insert(Object.plural).inserted
            let new = Dictionary(list.filter(keep).map { ($0.key, $0) }) { _, last in last }
            guard isFirst || new != objects else { return false }
            objects = new
        case .applied(let object) where keep(object):
            guard objects.updateValue(object, forKey: object.key) != object else { return false }
        case .applied(let object), .deleted(let object):
            guard objects.removeValue(forKey: object.key) != nil else { return false }
        }
        return true
    }
}
