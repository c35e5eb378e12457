/// What the controllers of a cluster would do, done in the same step as what they react to.
extension StoreState {
    private static let managedBy = "endpointslice-controller.k8s.io"

    /// Takes a Service as it is now, nil where it is gone, and writes its slices.
    mutating func serviceChanged(_ name: ObjectName, _ service: JSONValue?, now: APITime) throws(APIStatus) {
        let old = index.services[name]
        index.set(service: service, at: name)
        // Its status and finalizers have no part in them.
        let parts = [["spec"], ["metadata", "labels"], ["metadata", "uid"]]
        if let old, let service, parts.allSatisfy({ old[$0] == service[$0] }) { return }
        try writeSlices(of: name, now: now)
    }

    /// Puts pods in place of those with their names, and removes those of `gone`.
    mutating func podsChanged(
        _ pods: [KubernetesPod], gone: [ObjectName] = [], nodes: [String: KubernetesNode], now: APITime
    ) throws(APIStatus) {
        var touched: Set<ObjectName> = []
        for pod in pods {
            let name = ObjectName(namespace: pod.namespace, name: pod.name)
            touched.formUnion(index.set(pod, at: name))
            try put(.pod, name, pod.object(nodeAddress: nodes[pod.nodeName]?.address ?? pod.address))
        }
        for name in gone {
            touched.formUnion(index.set(nil, at: name))
            remove(.pod, name)
        }
        for service in touched.sorted() { try writeSlices(of: service, now: now) }
    }

    /// Makes the slices of a Service what they should be. Slices that are so already are left.
    private mutating func writeSlices(of service: ObjectName, now: APITime) throws(APIStatus) {
        var wanted: [ObjectName: JSONValue] = [:]
        if let object = index.services[service] {
            for slice in EndpointSlices.slices(of: object, pods: index.candidates(for: service)) {
                guard let name = slice[["metadata", "name"]]?.string else { continue }
                wanted[ObjectName(namespace: service.namespace, name: name)] = slice
            }
        }
        for name in slicesOf[service] ?? [] where wanted[name] == nil { remove(.endpointSlice, name) }
        for (name, slice) in wanted.sorted(by: { $0.key < $1.key }) {
            var slice = slice
            let old = self[.endpointSlice, name]?.value
            slice[["metadata", "uid"]] = old?[["metadata", "uid"]] ?? .string(StableName.newUID())
            slice[["metadata", "creationTimestamp"]] =
                old?[["metadata", "creationTimestamp"]] ?? .string(now.inSeconds)
            let generation = old?[["metadata", "generation"]]?.integer ?? 0
            slice[["metadata", "resourceVersion"]] = old?[["metadata", "resourceVersion"]]
            slice[["metadata", "generation"]] = .integer(generation)
            if slice == old { continue }
            slice[["metadata", "generation"]] = .integer(generation + 1)
            try put(.endpointSlice, name, slice)
        }
        slicesOf[service] = wanted.isEmpty ? nil : Set(wanted.keys)
    }

    /// Takes over what a snapshot has of Services and their slices.
    mutating func restoreSlices(now: APITime) throws(APIStatus) {
        for slice in objects(.endpointSlice)
        where slice.labels["endpointslice.kubernetes.io/managed-by"] == Self.managedBy {
            guard let service = slice.labels["kubernetes.io/service-name"] else { continue }
            slicesOf[ObjectName(namespace: slice.name.namespace, name: service), default: []].insert(slice.name)
        }
        let services = objects(.service).map { ($0.name, $0.value) }
        for (name, value) in services { index.set(service: value, at: name) }
        for name in Set(services.map(\.0)).union(slicesOf.keys).sorted() { try writeSlices(of: name, now: now) }
    }
}
