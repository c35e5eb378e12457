/// Refusals that are about one object.
extension APIStatus {
    static func notFound(_ kind: APIKind, _ name: String) -> APIStatus {
        APIStatus(
            code: 404, reason: "NotFound", message: "\(kind.qualifiedPlural) \"\(name)\" not found",
            details: details(kind, name))
    }

    static func alreadyExists(_ kind: APIKind, _ name: String) -> APIStatus {
        APIStatus(
            code: 409, reason: "AlreadyExists", message: "\(kind.qualifiedPlural) \"\(name)\" already exists",
            details: details(kind, name))
    }

    /// An object cannot be changed as asked; `problem` says why, if not because another was quicker.
    static func conflict(
        _ kind: APIKind, _ name: String,
        _ problem: String =
            "the object has been modified; please apply your changes to the latest version and try again"
    ) -> APIStatus {
        APIStatus(
            code: 409, reason: "Conflict",
            message: "Operation cannot be fulfilled on \(kind.qualifiedPlural) \"\(name)\": \(problem)",
            details: details(kind, name))
    }

    static func forbidden(_ kind: APIKind, _ name: String, _ problem: String) -> APIStatus {
        APIStatus(
            code: 403, reason: "Forbidden", message: "\(kind.qualifiedPlural) \"\(name)\" is forbidden: \(problem)",
            details: details(kind, name))
    }

    /// A group, kind and name, as `details` has them: by its plural in refusals of requests.
    static func details(_ kind: APIKind, _ name: String) -> JSONValue {
        var details: JSONValue = ["name": .string(name), "kind": .string(kind.plural)]
        if !kind.group.isEmpty { details["group"] = .string(kind.group) }
        return details
    }
}
