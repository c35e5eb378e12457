/// The documents by which clients of the lab's Kubernetes API learn what it serves.
enum Discovery {
    /// The newest release of Kubernetes whose rules are followed.
    static let minorVersion = 32

    /// `/version`. The build says what answers, so that nobody takes a lab for a cluster.
    static var version: JSONValue {
        .object([
            "major": .string("1"),
            "minor": .string(String(minorVersion)),
            "gitVersion": .string("v1.\(minorVersion).0+moat-lab"),
            "gitCommit": .string(""),
            "gitTreeState": .string("clean"),
            "buildDate": .string("1970-01-01T00:00:00Z"),
            "goVersion": .string(""),
            "compiler": .string("swift"),
            "platform": .string("linux/amd64"),
        ])
    }

    /// `/api`: the versions of the core group. `serverAddress` is `host:port`.
    static func coreVersions(serverAddress: String) -> JSONValue {
        .object([
            "kind": .string("APIVersions"),
            "versions": .array([.string("v1")]),
            "serverAddressByClientCIDRs": .array([
                .object(["clientCIDR": .string("0.0.0.0/0"), "serverAddress": .string(serverAddress)])
            ]),
        ])
    }

    /// `/apis`: all groups but the core one.
    static var groupList: JSONValue {
        .object([
            "kind": .string("APIGroupList"),
            "apiVersion": .string("v1"),
            "groups": .array(groupVersions.filter { !$0.group.isEmpty }.map { group($0.group, $0.version) }),
        ])
    }

    /// `/apis/GROUP`; nil where the group is not served.
    static func group(_ name: String) -> JSONValue? {
        guard !name.isEmpty, let found = groupVersions.first(where: { $0.group == name }) else { return nil }
        var document = group(found.group, found.version)
        document["kind"] = .string("APIGroup")
        document["apiVersion"] = .string("v1")
        return document
    }

    /// `/api/v1` and `/apis/GROUP/VERSION`; nil where they are not served.
    static func resourceList(group: String, version: String) -> JSONValue? {
        let kinds = APIKind.all.filter { $0.group == group && $0.version == version }
        guard let first = kinds.first else { return nil }
        return .object([
            "kind": .string("APIResourceList"),
            "apiVersion": .string("v1"),
            "groupVersion": .string(first.apiVersion),
            "resources": .array(kinds.flatMap(resources)),
        ])
    }

    /// The pairs that are served, in the order of ``APIKind/all``.
    static var groupVersions: [(group: String, version: String)] {
        var seen: Set<String> = []
        return APIKind.all.filter { seen.insert($0.apiVersion).inserted }.map { ($0.group, $0.version) }
    }

    private static func group(_ name: String, _ version: String) -> JSONValue {
        let version = JSONValue.object([
            "groupVersion": .string("\(name)/\(version)"), "version": .string(version),
        ])
        return .object(["name": .string(name), "versions": .array([version]), "preferredVersion": version])
    }

    private static func resources(of kind: APIKind) -> [JSONValue] {
        var resource = JSONValue.object([
            "name": .string(kind.plural),
            "singularName": .string(kind.singular),
            "namespaced": .bool(kind.isNamespaced),
            "kind": .string(kind.kind),
            "verbs": strings(kind.verbs),
        ])
        if !kind.shortNames.isEmpty { resource["shortNames"] = strings(kind.shortNames) }
        if !kind.categories.isEmpty { resource["categories"] = strings(kind.categories) }
        guard kind.hasStatus else { return [resource] }
        let status = JSONValue.object([
            "name": .string("\(kind.plural)/status"),
            "singularName": .string(""),
            "namespaced": .bool(kind.isNamespaced),
            "kind": .string(kind.kind),
            "verbs": strings(kind == .pod ? ["get"] : ["get", "patch", "update"]),
        ])
        return [resource, status]
    }

    private static func strings(_ values: [String]) -> JSONValue {
        .array(values.map(JSONValue.string))
    }
}
