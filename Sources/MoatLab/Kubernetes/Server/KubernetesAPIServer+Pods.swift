/// What the lab tells the server of its machines.
extension KubernetesAPIServer {
    /// Puts all pods and nodes in place of those that there were. What is unchanged is left as
    /// it is; Pods, Nodes and EndpointSlices have changed when this returns.
    /// - Throws: an error where there is no room for them.
    public func update(pods: [KubernetesPod], nodes: [KubernetesNode]) throws {
        try front.service.update(pods: pods, nodes: nodes)
    }

    /// Makes namespaces where they are missing.
    /// - Throws: an error where there is no room for them.
    public func addNamespaces(_ names: Set<String>) throws {
        let service = front.service
        try service.store.transaction { state in
            for name in names.sorted() { try service.addNamespace(name, in: &state) }
        }
    }

    /// Puts some pods in place of those with their names, and leaves all others. A namespace that is
    /// gone, or is going, takes no new ones.
    /// - Returns: whether all are there
    /// - Throws: an error where there is no room for them.
    @discardableResult
    public func update(_ pods: [KubernetesPod]) throws -> Bool {
        try front.service.update(pods)
    }

    /// Removes a pod, as when its machine is gone.
    public func removePod(_ name: String, namespace: String) throws {
        let service = front.service
        try service.store.transaction { state in
            try state.podsChanged(
                [], gone: [ObjectName(namespace: namespace, name: name)], nodes: state.nodes, now: service.now)
        }
    }

    /// Calls `hook` when a client deletes a pod, which is shown as terminating then. When the
    /// hook returns the pod is gone, unless it was put in place anew meanwhile.
    public func onPodDeletion(_ hook: @escaping @Sendable (_ name: String, _ namespace: String) async -> Void) {
        let service = front.service
        service.onPodDeletion { name in
            Task {
                await hook(name.name, name.namespace)
                service.finishDeletion(ofPod: name)
            }
        }
    }
}
