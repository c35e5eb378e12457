extension Admission {
    /// The values of a Secret or ConfigMap may have so many bytes together.
    private static let maximumDataBytes = 1024 * 1024

    static func checkLease(_ new: JSONValue, _ errors: inout FieldErrors) {
        if let seconds = new[["spec", "leaseDurationSeconds"]], (seconds.integer ?? 0) <= 0 {
            errors.invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0")
        }
        if let transitions = new[["spec", "leaseTransitions"]], (transitions.integer ?? 0) < 0 {
            errors.invalid("spec.leaseTransitions", transitions, "must be greater than or equal to 0")
        }
    }

    static func checkSecret(_ new: inout JSONValue, old: JSONValue?, _ errors: inout FieldErrors) {
        for (key, value) in new["stringData"]?.object ?? [:] {
            var data = new["data"] ?? .object([:])
            data[key] = .string(Base64Check.encode((value.string ?? "").utf8))
            new["data"] = data
        }
        new["stringData"] = nil
        if new["type"] == nil || new["type"] == .string("") { new["type"] = .string("Opaque") }
        let data = new["data"]?.object ?? [:]
        let needed: [String] =
            switch new["type"]?.string {
            case "kubernetes.io/tls": ["tls.crt", "tls.key"]
            case "kubernetes.io/dockerconfigjson": [".dockerconfigjson"]
            case "kubernetes.io/ssh-auth": ["ssh-privatekey"]
            default: []
            }
        for key in needed where data[key] == nil { errors.required("data[\(key)]") }
        checkImmutable(["type"], new, old, &errors)
        checkData(new, old, ["data"], &errors)
    }

    static func checkConfigMap(_ new: JSONValue, old: JSONValue?, _ errors: inout FieldErrors) {
        for key in (new["data"]?.object ?? [:]).keys.sorted() where new[["binaryData", key]] != nil {
            errors.invalid("data[\(key)]", .string(key), "duplicate of key present in binaryData")
        }
        checkData(new, old, ["data", "binaryData"], &errors)
    }

    private static func checkData(
        _ new: JSONValue, _ old: JSONValue?, _ fields: [String], _ errors: inout FieldErrors
    ) {
        var size = 0
        for field in fields {
            for (key, value) in (new[field]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
                if let problem = NameRules.configKey(key) { errors.invalid("\(field)[\(key)]", .string(key), problem) }
                size += value.string?.utf8.count ?? 0
            }
            if old?["immutable"]?.bool == true, old?[field] != new[field] {
                errors.forbidden(field, "field is immutable when `immutable` is set")
            }
        }
        if old?["immutable"]?.bool == true, new["immutable"]?.bool != true {
            errors.forbidden("immutable", "field is immutable when `immutable` is set")
        }
        if size > maximumDataBytes { errors.tooLong("data", bytes: maximumDataBytes) }
    }

    static func checkEvent(_ new: JSONValue, _ errors: inout FieldErrors) {
        let namespace = new[["metadata", "namespace"]]?.string ?? ""
        let involved = new[["involvedObject", "namespace"]]?.string ?? ""
        // What happened to an object outside of namespaces is told in `default`.
        if involved.isEmpty ? !["default", "kube-system"].contains(namespace) : involved != namespace {
            errors.invalid("involvedObject.namespace", .string(involved), "does not match event.namespace")
        }
    }
}
