/// The schemas of everything that the lab's Kubernetes API serves.
enum APISchemas {
    /// By name.
    static let all: [String: APISchema] = Dictionary(
        (shared + services + podsAndNodes + plainObjects + networking + others + lists).map { ($0.name, $0) },
        uniquingKeysWith: { first, _ in first })

    /// The schema of a kind's objects; every kind has one.
    static func schema(of kind: APIKind) -> APISchema? {
        all[name(of: kind)]
    }

    /// The name of the schema of a kind's objects.
    static func name(of kind: APIKind) -> String {
        let package =
            switch kind.group {
            case "": "core"
            default: kind.group.split(separator: ".").first.map(String.init) ?? kind.group
            }
        return "io.k8s.api.\(package).\(kind.version).\(kind.kind)"
    }

    /// The kind whose objects, or lists of objects where `isList`, a schema is of.
    static func kind(of schema: String) -> (kind: APIKind, isList: Bool)? {
        for kind in APIKind.all {
            let name = name(of: kind)
            if schema == name { return (kind, false) }
            if schema == name + "List" { return (kind, true) }
        }
        return nil
    }

    static func meta(_ name: String) -> String { "io.k8s.apimachinery.pkg.apis.meta.v1.\(name)" }
    static func core(_ name: String) -> String { "io.k8s.api.core.v1.\(name)" }

    /// The schema of an object: what every kind has, and its own fields.
    static func object(_ name: String, _ summary: String, _ fields: [APISchema.Field]) -> APISchema {
        APISchema(
            name, summary,
            [
                .init("apiVersion", .string, "The group and version of the object's kind."),
                .init("kind", .string, "The object's kind."),
                .init("metadata", .reference(meta("ObjectMeta")), "What every object has: name, labels, and so on."),
            ] + fields)
    }

    private static var lists: [APISchema] {
        APIKind.all.map { kind in
            APISchema(
                name(of: kind) + "List", "A list of objects of kind \(kind.kind).",
                [
                    .init("apiVersion", .string, "The group and version of the list's kind."),
                    .init("kind", .string, "The list's kind."),
                    .init("metadata", .reference(meta("ListMeta")), "The list's version, and where it goes on."),
                    .init("items", .list(.reference(name(of: kind))), "The objects.", required: true),
                ])
        }
    }
}
