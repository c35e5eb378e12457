/// A JSON merge patch (RFC 7386).
enum MergePatch {
    static func apply(_ patch: JSONValue, to target: JSONValue?) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var members = target?.object ?? [:]
        for (key, change) in changes {
            members[key] = change == .null ? nil : apply(change, to: members[key])
        }
        return .object(members)
    }
}
