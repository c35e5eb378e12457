/// What does not come from clients.
extension APIService {
    /// Makes what is always there, and takes over what a snapshot has.
    func takeStock() throws(APIStatus) {
        let now = now
        try store.transaction { (state) throws(APIStatus) in
            for name in Self.lastingNamespaces.sorted() { try addNamespace(name, in: &state) }
            for service in state.objects(.service) {
                ServiceAdmission.takeOver(service.value, state: admission)
            }
            try state.restoreSlices(now: now)
        }
    }

    /// Makes a namespace, where there is none of that name.
    func addNamespace(_ name: String, in state: inout StoreState) throws(APIStatus) {
        let place = ObjectName(namespace: "", name: name)
        guard state[.namespace, place] == nil else { return }
        try state.put(
            .namespace, place,
            [
                "apiVersion": "v1", "kind": "Namespace",
                "metadata": [
                    "name": .string(name), "uid": .string(StableName.newUID()),
                    "creationTimestamp": .string(now.inSeconds),
                    "labels": ["kubernetes.io/metadata.name": .string(name)],
                ],
                "spec": ["finalizers": ["kubernetes"]], "status": ["phase": "Active"],
            ])
    }

    func update(pods: [KubernetesPod], nodes: [KubernetesNode]) throws(APIStatus) {
        let now = now
        try store.transaction { (state) throws(APIStatus) in
            let nodes = Dictionary(nodes.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
            for (name, node) in nodes where state.nodes[name] != node {
                let place = ObjectName(namespace: "", name: name)
                var object = node.object
                // Labels and taints that clients gave it are not the lab's business, but are not
                // kept either: a node is what the lab says.
                object[["metadata", "annotations"]] = state[.node, place]?.value[["metadata", "annotations"]]
                try state.put(.node, place, object)
            }
            for name in state.nodes.keys where nodes[name] == nil {
                state.remove(.node, ObjectName(namespace: "", name: name))
            }
            state.nodes = nodes
            let wanted = Dictionary(
                pods.map { (ObjectName(namespace: $0.namespace, name: $0.name), $0) }, uniquingKeysWith: { $1 })
            let gone = state.index.pods.keys.filter { wanted[$0] == nil }.sorted()
            let changed = wanted.filter { state.index.pods[$0.key] != $0.value }.sorted { $0.key < $1.key }
            try state.podsChanged(changed.map(\.value), gone: gone, nodes: nodes, now: now)
        }
    }

    /// Puts some pods in place of those with their names; gives whether all are there.
    func update(_ pods: [KubernetesPod]) throws(APIStatus) -> Bool {
        let now = now
        return try store.transaction { (state) throws(APIStatus) in
            let taken = pods.filter { pod in
                state.index.pods[ObjectName(namespace: pod.namespace, name: pod.name)] != nil
                    || state.takesObjects(inNamespace: pod.namespace)
            }
            try state.podsChanged(taken, nodes: state.nodes, now: now)
            return taken.count == pods.count
        }
    }

    /// Removes a pod that a client deleted, unless the lab has put another in its place.
    func finishDeletion(ofPod name: ObjectName) {
        let now = now
        store.transaction { state in
            guard state.index.pods[name]?.isTerminating == true else { return }
            // Removal takes no room, so that there is nothing that could fail.
            try? state.podsChanged([], gone: [name], nodes: state.nodes, now: now)
            removeNamespaceIfEmpty(name.namespace, in: &state)
        }
    }
}
