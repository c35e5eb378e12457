/// What a path below `/api/v1` or `/apis/GROUP/VERSION` names.
struct ResourcePath: Hashable, Sendable {
    var kind: APIKind
    /// Empty where none is named.
    var namespace = ""
    /// Nil for the kind as a whole.
    var name: String?
    /// `status`, or nil.
    var subresource: String?

    var objectName: ObjectName? {
        name.map { ObjectName(namespace: namespace, name: $0) }
    }

    /// Nil where nothing is served there.
    init?(group: String, version: String, _ rest: ArraySlice<String>) {
        var rest = rest
        // `namespaces/NAME` and what follows as a subresource is the namespace itself.
        if rest.count >= 3, rest.first == "namespaces", !["status", "finalize"].contains(rest[rest.startIndex + 2]) {
            namespace = rest[rest.startIndex + 1]
            rest = rest.dropFirst(2)
        }
        guard let plural = rest.popFirst(),
            let kind = APIKind.find(group: group, version: version, plural: plural)
        else { return nil }
        self.kind = kind
        name = rest.popFirst()
        subresource = rest.popFirst()
        guard rest.isEmpty, kind.isNamespaced || namespace.isEmpty,
            name == nil || kind.isNamespaced == !namespace.isEmpty,
            subresource == nil || subresource == "status" && kind.hasStatus
        else { return nil }
    }
}
