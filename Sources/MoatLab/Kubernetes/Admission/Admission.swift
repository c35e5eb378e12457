/// Fills in what an object leaves out, and refuses what Kubernetes would refuse. The object was
/// read with ``FieldCheck``, so that its fields have the types of its kind.
enum Admission {
    /// All annotations together may have so many bytes.
    static let maximumAnnotationBytes = 256 * 1024
    /// An object may have so many levels of objects and lists, the object itself being the first.
    /// With what it is stored and sent in, that is less than ``JSONParser`` reads.
    static let levelLimit = 60
    static let tooManyLevels =
        "more than \(levelLimit) levels of objects and lists within each other, those of metadata.managedFields included"

    /// Throws a refusal, and gives warnings for the user. `old` is nil where the object is new.
    static func admit(
        _ new: inout JSONValue, old: JSONValue?, kind: APIKind, state: AdmissionState
    ) throws(APIStatus) -> [String] {
        if kind == .deployment, old == nil {
            throw APIStatus(
                code: 403, reason: "Forbidden",
                message: "deployments.apps \"\(new[["metadata", "name"]]?.string ?? "")\" is forbidden: a lab runs no "
                    + "containers; its pods are hosts of its topology file, with labels for Services to select",
                details: nil)
        }
        guard !new.isNested(deeperThan: levelLimit) else {
            throw APIStatus(
                code: 422, reason: "Invalid",
                message: "\(kind.qualifiedKind) \"\(new[["metadata", "name"]]?.string ?? "")\" is invalid: "
                    + "the object has \(tooManyLevels)",
                details: APIStatus.details(kind, new[["metadata", "name"]]?.string ?? ""))
        }
        var errors = FieldErrors()
        checkMetadata(new, old: old, kind: kind, &errors)
        switch kind {
        case .service: try ServiceAdmission.admit(&new, old: old, state: state, &errors)
        case .endpointSlice: checkEndpointSlice(&new, old: old, &errors)
        case .ingress: checkIngress(&new, &errors)
        case .ingressClass: checkIngressClass(new, old: old, &errors)
        case .lease: checkLease(new, &errors)
        case .secret: checkSecret(&new, old: old, &errors)
        case .configMap: checkConfigMap(new, old: old, &errors)
        case .event: checkEvent(new, &errors)
        case .namespace: if new[["status", "phase"]] == nil { new[["status", "phase"]] = .string("Active") }
        default: break
        }
        try errors.check(new, of: kind)
        return APIKind.withoutEffect.contains(kind) ? ["\(kind.qualifiedPlural) have no effect in a lab"] : []
    }

    /// The rule for the names of a kind's objects.
    private static func checkName(_ name: String, of kind: APIKind) -> String? {
        switch kind {
        case .namespace: NameRules.label(name)
        case .service: NameRules.dnsLabel(name)
        case .role, .roleBinding, .clusterRole, .clusterRoleBinding: NameRules.pathSegment(name)
        default: NameRules.subdomain(name)
        }
    }

    private static func checkMetadata(
        _ new: JSONValue, old: JSONValue?, kind: APIKind, _ errors: inout FieldErrors
    ) {
        let metadata = new["metadata"] ?? .object([:])
        if let name = metadata["name"]?.string, !name.isEmpty {
            if let problem = checkName(name, of: kind) { errors.invalid("metadata.name", .string(name), problem) }
        } else {
            errors.required("metadata.name", "name or generateName is required")
        }
        for (key, value) in (metadata["labels"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            if let problem = NameRules.qualifiedName(key) { errors.invalid("metadata.labels", .string(key), problem) }
            if let problem = NameRules.labelValue(value.string ?? "") {
                errors.invalid("metadata.labels", value, problem)
            }
        }
        var size = 0
        for (key, value) in (metadata["annotations"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            size += key.utf8.count + (value.string?.utf8.count ?? 0)
            if let problem = NameRules.qualifiedName(key.lowercased()) {
                errors.invalid("metadata.annotations", .string(key), problem)
            }
        }
        if size > maximumAnnotationBytes { errors.tooLong("metadata.annotations", bytes: maximumAnnotationBytes) }
        for finalizer in metadata["finalizers"]?.array ?? [] {
            if let problem = NameRules.qualifiedName(finalizer.string ?? "") {
                errors.invalid("metadata.finalizers", finalizer, problem)
            }
        }
        if let old, old[["metadata", "deletionTimestamp"]] != nil { checkNoNewFinalizers(metadata, old, &errors) }
        for field in ["uid", "creationTimestamp"] {
            guard let before = old?[["metadata", field]], let now = metadata[field], before != now else { continue }
            errors.invalid("metadata.\(field)", now, "field is immutable")
        }
    }

    /// What holds an object that is being deleted can only become less.
    private static func checkNoNewFinalizers(_ metadata: JSONValue, _ old: JSONValue, _ errors: inout FieldErrors) {
        let before = Set((old[["metadata", "finalizers"]]?.array ?? []).compactMap(\.string))
        let added = Set((metadata["finalizers"]?.array ?? []).compactMap(\.string)).subtracting(before)
        guard !added.isEmpty else { return }
        let list = added.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
        errors.forbidden(
            "metadata.finalizers",
            "no new finalizers can be added if the object is being deleted, found new finalizers []string{\(list)}")
    }

    /// The same for a field that may not change once it is set.
    static func checkImmutable(
        _ path: [String], _ new: JSONValue, _ old: JSONValue?, _ errors: inout FieldErrors
    ) {
        guard let old, old[path] != new[path] else { return }
        errors.invalid(path.joined(separator: "."), new[path] ?? .null, "field is immutable")
    }
}
