/// delete and deletecollection.
extension APIService {
    /// Namespaces that are always there.
    static let lastingNamespaces = ["default", "kube-system", "kube-public", "kube-node-lease"]

    func delete(_ request: APIRequest, _ path: ResourcePath, _ name: ObjectName) throws(APIStatus) -> APIDocument {
        let options = try DeleteOptions(request)
        let kind = path.kind
        let (last, isGone, pods) = try store.transaction { (state) throws(APIStatus) in
            let pods = runningPods(deletedWith: kind, name, in: &state)
            let (last, isGone) = try delete(kind, name, options, in: &state)
            return (last, isGone, pods)
        }
        if !options.isDryRun { pods.forEach(podDeleted) }
        guard isGone else {
            return APIDocument(json: APIRepresentation(request).bytes(of: last, kind: kind, now: now))
        }
        var details = APIStatus.details(kind, name.name)
        details["uid"] = last.value[["metadata", "uid"]]
        return APIDocument(json: APIStatus.success(details: details))
    }

    /// The pods that the lab has to end when an object is deleted. One that terminates already is
    /// being ended, and a second word of it would only take the pod away before its program.
    private func runningPods(
        deletedWith kind: APIKind, _ name: ObjectName, in state: inout StoreState
    ) -> [ObjectName] {
        let pods =
            switch kind {
            case .pod: [name]
            case .namespace: state.objects(.pod, namespace: name.name).map(\.name)
            default: [ObjectName]()
            }
        return pods.filter { state.index.pods[$0]?.isTerminating == false }
    }

    func deleteCollection(_ request: APIRequest, _ path: ResourcePath) throws(APIStatus) -> APIDocument {
        let options = try DeleteOptions(request)
        let kind = path.kind
        guard kind.verbs.contains("deletecollection"), !kind.isNamespaced || !path.namespace.isEmpty else {
            throw .methodNotAllowed
        }
        let filter = try filter(request, path)
        let (objects, version) = store.list(kind, namespace: filter.namespace)
        let chosen = objects.filter(filter.matches)
        for object in chosen {
            do {
                _ = try store.transaction { (state) throws(APIStatus) in
                    try delete(kind, object.name, options, in: &state)
                }
            } catch {
                // Another may have been quicker.
                guard error.code == 404 else { throw error }
            }
        }
        return APIDocument(json: APIRepresentation(request).bytes(of: chosen, version: version, kind: kind, now: now))
    }

    /// The last state of the object, and whether it is gone already.
    private func delete(
        _ kind: APIKind, _ name: ObjectName, _ options: DeleteOptions, in state: inout StoreState
    ) throws(APIStatus) -> (StoredObject, Bool) {
        guard let object = state[kind, name] else { throw .notFound(kind, name.name) }
        var value = object.value
        try options.check(value, kind, name.name)
        if kind == .namespace {
            guard !Self.lastingNamespaces.contains(name.name) else {
                throw .forbidden(kind, name.name, "this namespace may not be deleted")
            }
            if options.isDryRun { return (object, false) }
            return try deleteNamespace(name, value, in: &state)
        }
        if options.isDryRun { return (object, true) }
        if kind == .pod {
            guard var pod = state.index.pods[name], !pod.isTerminating else { return (object, false) }
            pod.isTerminating = true
            try state.podsChanged([pod], nodes: state.nodes, now: now)
            return (state[kind, name] ?? object, false)
        }
        guard let finalizers = value[["metadata", "finalizers"]]?.array, !finalizers.isEmpty else {
            return (try remove(kind, name, in: &state) ?? object, true)
        }
        guard value[["metadata", "deletionTimestamp"]] == nil else { return (object, false) }
        value[["metadata", "deletionTimestamp"]] = .string(now.inSeconds)
        value[["metadata", "deletionGracePeriodSeconds"]] = 0
        return (try state.put(kind, name, value), false)
    }

    /// Removes an object with all that depends on it.
    func remove(_ kind: APIKind, _ name: ObjectName, in state: inout StoreState) throws(APIStatus) -> StoredObject? {
        let last = state.remove(kind, name)
        if kind == .service {
            admission.release("\(name.namespace)/\(name.name)")
            try state.serviceChanged(name, nil, now: now)
        }
        if kind.isNamespaced { removeNamespaceIfEmpty(name.namespace, in: &state) }
        return last
    }

    private func deleteNamespace(
        _ name: ObjectName, _ value: JSONValue, in state: inout StoreState
    ) throws(APIStatus) -> (StoredObject, Bool) {
        var value = value
        if value[["metadata", "deletionTimestamp"]] == nil {
            value[["metadata", "deletionTimestamp"]] = .string(now.inSeconds)
            value[["status", "phase"]] = "Terminating"
            try state.put(.namespace, name, value)
        }
        for kind in APIKind.all where kind.isNamespaced && kind != .endpointSlice {
            for object in state.objects(kind, namespace: name.name) {
                _ = try delete(kind, object.name, DeleteOptions(), in: &state)
            }
        }
        // Those of Services are gone with them.
        for slice in state.objects(.endpointSlice, namespace: name.name) {
            _ = try delete(.endpointSlice, slice.name, DeleteOptions(), in: &state)
        }
        removeNamespaceIfEmpty(name.name, in: &state)
        guard let object = state[.namespace, name] else {
            return (StoredObject(name: name, version: state.version, value: value), true)
        }
        return (object, false)
    }

    func removeNamespaceIfEmpty(_ namespace: String, in state: inout StoreState) {
        let name = ObjectName(namespace: "", name: namespace)
        guard let object = state[.namespace, name], object.value[["metadata", "deletionTimestamp"]] != nil,
            (object.value[["metadata", "finalizers"]]?.array ?? []).isEmpty
        else { return }
        let isEmpty = APIKind.all.allSatisfy { kind in
            !kind.isNamespaced || !state.hasObjects(kind, namespace: namespace)
        }
        if isEmpty { state.remove(.namespace, name) }
    }
}
