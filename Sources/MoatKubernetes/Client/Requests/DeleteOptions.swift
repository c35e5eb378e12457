/// How an object is deleted.
public struct DeleteOptions: Hashable, Sendable {
    /// The object that is meant, and not one that has its name by now.
    public var uid: String?
    /// The state that the object must be in.
    public var resourceVersion: String?
    /// `Background`, `Foreground` or `Orphan`: what becomes of what belongs to it.
    public var propagationPolicy: String?

    public init(uid: String? = nil, resourceVersion: String? = nil, propagationPolicy: String? = nil) {
        self.uid = uid
        self.resourceVersion = resourceVersion
        self.propagationPolicy = propagationPolicy
    }

    var json: JSONValue {
        var value: JSONValue = ["apiVersion": "v1", "kind": "DeleteOptions"]
        if uid != nil || resourceVersion != nil {
            var preconditions: JSONValue = [:]
            preconditions["uid"] = uid.map { .string($0) }
            preconditions["resourceVersion"] = resourceVersion.map { .string($0) }
            value["preconditions"] = preconditions
        }
        value["propagationPolicy"] = propagationPolicy.map { .string($0) }
        return value
    }
}
