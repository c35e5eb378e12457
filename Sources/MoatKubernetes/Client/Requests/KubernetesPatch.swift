/// A change of an object that leaves what it does not name as it is.
public enum KubernetesPatch: Hashable, Sendable {
    /// A JSON Merge Patch (RFC 7396): `null` removes, a list replaces the list that is there. With
    /// `metadata.resourceVersion` in it the object must still be in that state, or else the API
    /// refuses with a conflict.
    case merge(JSONValue)
    /// A JSON Patch (RFC 6902).
    case json([JSONPatchOperation])
    /// Server-side apply: the fields that the manager wishes. Those that it wished before and does
    /// not name now are removed. `apiVersion`, `kind`, and name and namespace are added. `force`
    /// takes fields that another manager holds.
    case apply(JSONValue, fieldManager: String, force: Bool)

    var contentType: String {
        switch self {
        case .merge: "application/merge-patch+json"
        case .json: "application/json-patch+json"
        case .apply: "application/apply-patch+yaml"
        }
    }

    var query: [KubernetesRequest.Parameter] {
        switch self {
        case .merge, .json: []
        case .apply(_, let manager, let force):
            [.init("fieldManager", manager), .init("force", force ? "true" : "false")]
        }
    }

    func body<Object: KubernetesObject>(_ type: Object.Type, _ key: ObjectKey) -> JSONValue {
        switch self {
        case .merge(let value): return value
        case .json(let operations): return .array(operations.map(\.json))
        case .apply(var value, _, _):
            value["apiVersion"] = .string(Object.apiVersion)
            value["kind"] = .string(Object.kind)
            var metadata = value["metadata"] ?? [:]
            metadata["name"] = .string(key.name)
            metadata["namespace"] = key.namespace.map { .string($0) }
            value["metadata"] = metadata
            return value
        }
    }
}
