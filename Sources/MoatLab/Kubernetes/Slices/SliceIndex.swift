/// Finds the Services that select a pod and the pods that a Service selects, without looking at
/// all of either.
struct SliceIndex {
    private struct Label: Hashable {
        var namespace: String
        var key: String
        var value: String
    }

    private(set) var pods: [ObjectName: KubernetesPod] = [:]
    private var podsByLabel: [Label: Set<ObjectName>] = [:]
    private(set) var services: [ObjectName: JSONValue] = [:]
    /// Each under one label of its selector, which all its pods have.
    private var servicesByLabel: [Label: Set<ObjectName>] = [:]

    /// Puts a pod in place of what has its name; nil removes it. Returns the Services that
    /// selected it before or do now.
    mutating func set(_ pod: KubernetesPod?, at name: ObjectName) -> Set<ObjectName> {
        var touched: Set<ObjectName> = []
        if let old = pods[name] {
            for label in labels(of: old) {
                touched.formUnion(servicesByLabel[label] ?? [])
                podsByLabel[label]?.remove(name)
                if podsByLabel[label]?.isEmpty == true { podsByLabel[label] = nil }
            }
        }
        pods[name] = pod
        if let pod {
            for label in labels(of: pod) {
                touched.formUnion(servicesByLabel[label] ?? [])
                podsByLabel[label, default: []].insert(name)
            }
        }
        return touched
    }

    /// The same for a Service.
    mutating func set(service: JSONValue?, at name: ObjectName) {
        if let old = services[name], let label = label(of: old, name) {
            servicesByLabel[label]?.remove(name)
            if servicesByLabel[label]?.isEmpty == true { servicesByLabel[label] = nil }
        }
        services[name] = service
        if let service, let label = label(of: service, name) { servicesByLabel[label, default: []].insert(name) }
    }

    /// The pods that a Service may select: those with one label of its selector.
    func candidates(for name: ObjectName) -> [KubernetesPod] {
        guard let service = services[name], let label = label(of: service, name) else { return [] }
        return (podsByLabel[label] ?? []).compactMap { pods[$0] }
    }

    private func labels(of pod: KubernetesPod) -> [Label] {
        pod.labels.map { Label(namespace: pod.namespace, key: $0.key, value: $0.value) }
    }

    private func label(of service: JSONValue, _ name: ObjectName) -> Label? {
        guard let selector = service[["spec", "selector"]]?.object, let key = selector.keys.min(),
            let value = selector[key]?.string
        else { return nil }
        return Label(namespace: name.namespace, key: key, value: value)
    }
}
