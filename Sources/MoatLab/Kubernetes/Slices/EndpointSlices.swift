import MoatModel

/// Which pods are behind a Service, as the controller of a cluster would write it down.
enum EndpointSlices {
    /// No slice has more endpoints.
    static let maximumEndpoints = 100

    /// The slices of a Service that has a selector, by name and the same for the same input;
    /// none for one without, whose slices are its owner's business. Pods whose ports have
    /// different numbers for one name of `targetPort` are in different slices, as a slice has
    /// its ports for all its endpoints.
    static func slices(of service: JSONValue, pods: [KubernetesPod]) -> [JSONValue] {
        guard let selector = service[["spec", "selector"]]?.object, !selector.isEmpty,
            service[["spec", "type"]]?.string != "ExternalName",
            let name = service[["metadata", "name"]]?.string,
            let namespace = service[["metadata", "namespace"]]?.string
        else { return [] }
        let families = service[["spec", "ipFamilies"]]?.array?.compactMap(\.string) ?? ["IPv4"]
        let chosen = pods.filter { pod in
            pod.namespace == namespace && families.contains(family(of: pod.address))
                && selector.allSatisfy { pod.labels[$0.key] == $0.value.string }
        }
        let ports = service[["spec", "ports"]]?.array ?? []
        var groups: [[JSONValue]: [KubernetesPod]] = [:]
        for pod in chosen {
            groups[[.string(family(of: pod.address))] + resolve(ports, at: pod), default: []].append(pod)
        }
        var slices: [JSONValue] = []
        for (key, members) in groups {
            let members = members.sorted { $0.name < $1.name }
            let type = key.first?.string ?? "IPv4"
            let resolved = Array(key.dropFirst())
            for start in stride(from: 0, to: members.count, by: maximumEndpoints) {
                let part = members[start..<min(start + maximumEndpoints, members.count)]
                let group = JSONValue.array(key + [.integer(Int64(start / maximumEndpoints))])
                let text = "\(namespace)/\(name)/" + String(decoding: group.bytes, as: UTF8.self)
                slices.append(
                    .object([
                        "apiVersion": .string("discovery.k8s.io/v1"), "kind": .string("EndpointSlice"),
                        "metadata": metadata("\(name)-\(StableName.suffix(of: text))", namespace, name, service),
                        "addressType": .string(type), "ports": .array(resolved),
                        "endpoints": .array(part.map { endpoint($0, of: service) }),
                    ]))
            }
        }
        return slices.sorted { ($0[["metadata", "name"]]?.string ?? "") < ($1[["metadata", "name"]]?.string ?? "") }
    }

    private static func family(of address: IPAddress) -> String {
        switch address {
        case .v4: "IPv4"
        case .v6: "IPv6"
        }
    }

    /// The Service's ports as they are at a pod; without those whose name the pod does not have.
    private static func resolve(_ ports: [JSONValue], at pod: KubernetesPod) -> [JSONValue] {
        ports.compactMap { port in
            let transport = port["protocol"]?.string ?? "TCP"
            var number: Int64?
            switch port["targetPort"] ?? port["port"] {
            case .integer(let value): number = value
            case .string(let name):
                number = pod.ports.first { $0.name == name && $0.transport == transport }.map { Int64($0.number) }
            default: break
            }
            guard let number else { return nil }
            var result = JSONValue.object([
                "name": port["name"] ?? .string(""), "port": .integer(number), "protocol": .string(transport),
            ])
            result["appProtocol"] = port["appProtocol"]
            return result
        }
    }

    private static func metadata(
        _ name: String, _ namespace: String, _ service: String, _ object: JSONValue
    ) -> JSONValue {
        var labels = object[["metadata", "labels"]]?.object ?? [:]
        labels["kubernetes.io/service-name"] = .string(service)
        labels["endpointslice.kubernetes.io/managed-by"] = .string("endpointslice-controller.k8s.io")
        if object[["spec", "clusterIP"]]?.string == "None" {
            labels["service.kubernetes.io/headless"] = .string("")
        }
        return .object([
            "name": .string(name), "generateName": .string("\(service)-"), "namespace": .string(namespace),
            "labels": .object(labels),
            "ownerReferences": .array([
                .object([
                    "apiVersion": .string("v1"), "kind": .string("Service"), "name": .string(service),
                    "uid": object[["metadata", "uid"]] ?? .string(""), "controller": .bool(true),
                    "blockOwnerDeletion": .bool(true),
                ])
            ]),
        ])
    }

    private static func endpoint(_ pod: KubernetesPod, of service: JSONValue) -> JSONValue {
        let publishesAll = service[["spec", "publishNotReadyAddresses"]]?.bool == true
        return .object([
            "addresses": .array([.string(pod.address.description)]),
            "conditions": .object([
                "ready": .bool(publishesAll || pod.isReady && !pod.isTerminating), "serving": .bool(pod.isReady),
                "terminating": .bool(pod.isTerminating),
            ]),
            "nodeName": .string(pod.nodeName),
            "targetRef": .object([
                "kind": .string("Pod"), "name": .string(pod.name), "namespace": .string(pod.namespace),
                "uid": .string(pod.uid),
            ]),
        ])
    }
}
