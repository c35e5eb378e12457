/// A write to one object, from what a client sent to what is stored.
struct ObjectChange {
    var kind: APIKind
    var name: ObjectName
    var isDryRun: Bool
    /// `status`, or nil.
    var subresource: String?
    /// Who it is ascribed to; nil where the owners are in the object already.
    var manager: ManagedFields.Manager?
    var now: APITime

    /// Kinds whose objects count the changes of what is wanted.
    private static let counted: Set<APIKind.ID> = Set(
        [APIKind.ingress, .ingressClass, .endpointSlice, .podDisruptionBudget, .deployment].map(\.id))

    /// What a client may not write, as it was.
    private static let kept = [
        "uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion",
    ]

    /// Stores an object, with the rules of its kind.
    /// - Throws: `APIStatus`; nothing has changed then.
    func apply(
        _ sent: JSONValue, over old: StoredObject?, in state: inout StoreState, _ admission: AdmissionState,
        _ warnings: inout [String]
    ) throws(APIStatus) -> StoredObject {
        let before = old?.value
        var new = sent
        if let before {
            try checkPreconditions(new, before)
            merge(before, into: &new)
        } else {
            try checkNamespace(in: state)
            prepare(&new)
        }
        Self.dropEmpty(&new)
        if let manager {
            var owners = ManagedFields(new)
            owners.ascribe(from: before, to: new, kind: kind, manager: manager, time: now.inSeconds)
            new[["metadata", "managedFields"]] = owners.entries.isEmpty ? nil : owners.json
        }
        warnings += try Admission.admit(
            &new, old: before, kind: kind, state: isDryRun ? admission.copy() : admission)
        count(&new, before)
        if let before, let old, Self.isSame(before, new) { return old }
        if isDryRun {
            let version = old?.version ?? state.version
            if old == nil { new[["metadata", "resourceVersion"]] = nil }
            return StoredObject(name: name, version: version, value: new)
        }
        let stored = try state.put(kind, name, new)
        if kind == .service { try state.serviceChanged(name, new, now: now) }
        return stored
    }

    /// Empty labels and the like are none at all, as in Go.
    static func dropEmpty(_ object: inout JSONValue) {
        for field in ["labels", "annotations", "finalizers", "ownerReferences"] {
            let value = object[["metadata", field]]
            if value == [:] || value == [] { object[["metadata", field]] = nil }
        }
    }

    private func checkNamespace(in state: StoreState) throws(APIStatus) {
        guard kind.isNamespaced else { return }
        guard let namespace = state[.namespace, ObjectName(namespace: "", name: name.namespace)] else {
            throw .notFound(.namespace, name.namespace)
        }
        if namespace.value[["status", "phase"]]?.string == "Terminating" {
            throw .forbidden(
                kind, name.name,
                "unable to create new content in namespace \(name.namespace) because it is being terminated")
        }
    }

    /// Fills in what every new object has.
    private func prepare(_ new: inout JSONValue) {
        for field in Self.kept { new[["metadata", field]] = nil }
        new[["metadata", "name"]] = .string(name.name)
        new[["metadata", "namespace"]] = kind.isNamespaced ? .string(name.namespace) : nil
        new[["metadata", "uid"]] = .string(StableName.newUID())
        new[["metadata", "creationTimestamp"]] = .string(now.inSeconds)
        if kind.hasStatus, kind != .node { new["status"] = nil }
        if kind == .namespace { new["spec"] = ["finalizers": ["kubernetes"]] }
        if kind == .namespace { new[["metadata", "labels", "kubernetes.io/metadata.name"]] = .string(name.name) }
    }

    private func checkPreconditions(_ new: JSONValue, _ before: JSONValue) throws(APIStatus) {
        if let uid = new[["metadata", "uid"]]?.string, !uid.isEmpty,
            let other = before[["metadata", "uid"]]?.string, uid != other
        {
            throw .conflict(
                kind, name.name, "Precondition failed: UID in precondition: \(uid), UID in object meta: \(other)")
        }
        if let version = new[["metadata", "resourceVersion"]]?.string, !version.isEmpty,
            version != before[["metadata", "resourceVersion"]]?.string
        {
            throw .conflict(kind, name.name)
        }
    }

    /// Keeps of an object what this request cannot change: with `status` all but the status and
    /// the metadata, else the status.
    private func merge(_ before: JSONValue, into new: inout JSONValue) {
        if subresource != nil {
            let status = new["status"]
            let metadata = new["metadata"]
            new = before
            new["status"] = status
            new["metadata"] = metadata
        } else if kind.hasStatus {
            new["status"] = before["status"]
        }
        for field in Self.kept + ["name", "namespace"] { new[["metadata", field]] = before[["metadata", field]] }
        // An empty list is how a client asks that the owners be forgotten; none at all is not.
        if new[["metadata", "managedFields"]] == nil {
            new[["metadata", "managedFields"]] = before[["metadata", "managedFields"]]
        }
        if kind == .namespace {
            new["spec"] = before["spec"]
            new[["metadata", "labels", "kubernetes.io/metadata.name"]] = .string(name.name)
        }
    }

    private func count(_ new: inout JSONValue, _ before: JSONValue?) {
        guard Self.counted.contains(kind.id) else { return }
        let generation = before?[["metadata", "generation"]]?.integer ?? 0
        let isChanged = before.map { Self.wanted($0) != Self.wanted(new) } ?? true
        new[["metadata", "generation"]] = .integer(isChanged ? generation + 1 : generation)
    }

    private static func wanted(_ object: JSONValue) -> JSONValue {
        var object = object
        for field in ["metadata", "status", "apiVersion", "kind"] { object[field] = nil }
        return object
    }

    /// Whether a write would change nothing: the times in `managedFields` do not count.
    private static func isSame(_ before: JSONValue, _ new: JSONValue) -> Bool {
        func plain(_ object: JSONValue) -> JSONValue {
            var object = object
            object[["metadata", "managedFields"]] = nil
            return object
        }
        let contents = (plain(before), plain(new))
        // Texts that are written differently can be equal: `é` is one character or two.
        guard contents.0 == contents.1, contents.0.bytes == contents.1.bytes else { return false }
        let owners = (ManagedFields(before).entries, ManagedFields(new).entries)
        return owners.0.map(\.manager) == owners.1.map(\.manager) && owners.0.map(\.fields) == owners.1.map(\.fields)
    }
}
