/// create, update and patch.
extension APIService {
    func create(_ request: APIRequest, _ path: ResourcePath) throws(APIStatus) -> APIDocument {
        let kind = path.kind
        guard !kind.isNamespaced || !path.namespace.isEmpty else { throw .methodNotAllowed }
        var (object, warnings) = try ObjectBody(request).object(
            of: kind, validation: request.query["fieldValidation"] ?? "")
        try checkNamespace(of: object, path)
        if let version = object[["metadata", "resourceVersion"]]?.string, !version.isEmpty {
            throw .badRequest("resourceVersion should not be set on objects to be created")
        }
        let stored = try store.transaction { (state) throws(APIStatus) in
            let name = try newName(of: object, path, in: state)
            object[["metadata", "name"]] = .string(name.name)
            if state[kind, name] != nil { throw .alreadyExists(kind, name.name) }
            let change = change(request, path, name, operation: "Update")
            let stored = try change.apply(object, over: nil, in: &state, admission, &warnings)
            if kind == .event { state.dropOldEvents() }
            return stored
        }
        return document(stored, request, kind, warnings, status: 201)
    }

    func replace(_ request: APIRequest, _ path: ResourcePath, _ name: ObjectName) throws(APIStatus) -> APIDocument {
        var (object, warnings) = try ObjectBody(request).object(
            of: path.kind, validation: request.query["fieldValidation"] ?? "")
        try checkNamespace(of: object, path)
        try checkName(of: object, name)
        let stored = try store.transaction { (state) throws(APIStatus) in
            guard let old = state[path.kind, name] else { throw .notFound(path.kind, name.name) }
            let change = change(request, path, name, operation: "Update")
            let stored = try change.apply(object, over: old, in: &state, admission, &warnings)
            return try finish(stored, change, in: &state)
        }
        return document(stored, request, path.kind, warnings)
    }

    func patch(_ request: APIRequest, _ path: ResourcePath, _ name: ObjectName) throws(APIStatus) -> APIDocument {
        let body = try ObjectBody(request)
        let kind = path.kind
        let validation = request.query["fieldValidation"] ?? ""
        if request.contentType == "application/apply-patch+yaml" {
            return try apply(request, path, name, body, validation)
        }
        for _ in 0..<Self.patchAttempts {
            guard let old = store.transaction({ $0[kind, name] }) else { throw .notFound(kind, name.name) }
            let patched = try patched(old.value, request, body, kind)
            var (object, warnings) = try ObjectBody.decode(
                patched, duplicates: body.duplicates, kind: kind, validation: validation)
            try checkName(of: object, name)
            let stored = try store.transaction { (state) throws(APIStatus) -> StoredObject? in
                guard state[kind, name]?.version == old.version else { return nil }
                let change = change(request, path, name, operation: "Update")
                let stored = try change.apply(object, over: old, in: &state, admission, &warnings)
                return try finish(stored, change, in: &state)
            }
            if let stored { return document(stored, request, kind, warnings) }
        }
        throw .conflict(kind, name.name)
    }

    /// How often a patch is tried, as in Kubernetes. It is worked out while the store serves
    /// others, since it may take long, and once more where the object has changed meanwhile.
    private static let patchAttempts = 5

    private func patched(
        _ before: JSONValue, _ request: APIRequest, _ body: ObjectBody, _ kind: APIKind
    ) throws(APIStatus) -> JSONValue {
        switch request.contentType {
        case "application/json-patch+json": return try JSONPatch.apply(body.value, to: before)
        case "application/merge-patch+json": return MergePatch.apply(body.value, to: before)
        case "application/strategic-merge-patch+json":
            return try StrategicMergePatch.apply(body.value, to: before, kind: kind)
        default:
            throw .unsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: "
                    + "application/json-patch+json, application/merge-patch+json, "
                    + "application/strategic-merge-patch+json, application/apply-patch+yaml")
        }
    }

    private func apply(
        _ request: APIRequest, _ path: ResourcePath, _ name: ObjectName, _ body: ObjectBody, _ validation: String
    ) throws(APIStatus) -> APIDocument {
        guard let manager = request.query["fieldManager"], !manager.isEmpty else {
            throw APIStatus(
                code: 422, reason: "Invalid",
                message:
                    "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"
            )
        }
        let kind = path.kind
        var (applied, warnings) = try body.object(of: kind, validation: validation)
        try checkNamespace(of: applied, path)
        try checkName(of: applied, name)
        if let owners = applied[["metadata", "managedFields"]], owners != [] {
            throw .badRequest("metadata.managedFields must be nil")
        }
        if path.subresource == nil, kind.hasStatus { applied["status"] = nil }
        ObjectChange.dropEmpty(&applied)
        let wanted = applied
        let (stored, isNew) = try store.transaction { (state) throws(APIStatus) in
            let old = state[kind, name]
            if old == nil, path.subresource != nil { throw .notFound(kind, name.name) }
            var change = change(request, path, name, operation: "Apply")
            let object = try ServerSideApply.apply(
                wanted, to: old?.value, kind: kind, manager: change.manager?.name ?? manager,
                subresource: path.subresource ?? "", force: request.flag("force"), time: change.now.inSeconds)
            change.manager = nil
            let stored = try change.apply(object, over: old, in: &state, admission, &warnings)
            return (try finish(stored, change, in: &state), old == nil)
        }
        return document(stored, request, kind, warnings, status: isNew ? 201 : 200)
    }

    private func document(
        _ object: StoredObject, _ request: APIRequest, _ kind: APIKind, _ warnings: [String], status: Int = 200
    ) -> APIDocument {
        APIDocument(
            status: status, json: APIRepresentation(request).bytes(of: object, kind: kind, now: now),
            warnings: warnings)
    }

    private func change(
        _ request: APIRequest, _ path: ResourcePath, _ name: ObjectName, operation: String
    ) -> ObjectChange {
        ObjectChange(
            kind: path.kind, name: name, isDryRun: request.isDryRun, subresource: path.subresource,
            manager: ManagedFields.Manager(
                name: request.fieldManager, operation: operation, subresource: path.subresource ?? ""),
            now: now)
    }

    /// An object that waits to go goes when nothing holds it any more.
    private func finish(
        _ stored: StoredObject, _ change: ObjectChange, in state: inout StoreState
    ) throws(APIStatus) -> StoredObject {
        guard !change.isDryRun else { return stored }
        let metadata = stored.value["metadata"]
        guard metadata?["deletionTimestamp"] != nil, (metadata?["finalizers"]?.array ?? []).isEmpty,
            change.kind != .pod
        else { return stored }
        guard change.kind != .namespace else {
            removeNamespaceIfEmpty(change.name.name, in: &state)
            return stored
        }
        return try remove(change.kind, change.name, in: &state) ?? stored
    }

    private func checkNamespace(of object: JSONValue, _ path: ResourcePath) throws(APIStatus) {
        let namespace = object[["metadata", "namespace"]]?.string ?? ""
        guard path.kind.isNamespaced, !namespace.isEmpty, namespace != path.namespace else { return }
        throw .badRequest("the namespace of the provided object does not match the namespace sent on the request")
    }

    private func checkName(of object: JSONValue, _ name: ObjectName) throws(APIStatus) {
        let given = object[["metadata", "name"]]?.string ?? name.name
        guard given != name.name else { return }
        throw .badRequest("the name of the object (\(given)) does not match the name on the URL (\(name.name))")
    }

    /// The name that a new object says, or one that begins as it says.
    private func newName(
        of object: JSONValue, _ path: ResourcePath, in state: StoreState
    ) throws(APIStatus) -> ObjectName {
        let name = object[["metadata", "name"]]?.string ?? ""
        let prefix = object[["metadata", "generateName"]]?.string ?? ""
        guard name.isEmpty, !prefix.isEmpty else { return ObjectName(namespace: path.namespace, name: name) }
        for _ in 0..<8 {
            let suffix = StableName.suffix(of: StableName.newUID())
            // A name has at most 63 characters (RFC 1123) with what is added.
            let name = ObjectName(namespace: path.namespace, name: prefix.prefix(58) + suffix)
            if state[path.kind, name] == nil { return name }
        }
        throw .alreadyExists(path.kind, prefix)
    }
}
