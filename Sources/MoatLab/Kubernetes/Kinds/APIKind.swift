/// A kind of object that the lab's Kubernetes API serves.
struct APIKind: Hashable, Sendable {
    /// Empty for the core group.
    var group: String
    var version: String
    var kind: String
    /// As it stands in paths: `services`.
    var plural: String
    var singular: String
    var shortNames: [String]
    /// The groups of kinds that kubectl knows it by: `all`.
    var categories: [String]
    var isNamespaced: Bool
    /// Whether there is a `status` subresource.
    var hasStatus: Bool
    var verbs: [String]

    init(
        group: String = "", version: String = "v1", _ kind: String, plural: String, shortNames: [String] = [],
        categories: [String] = [], isNamespaced: Bool = true, hasStatus: Bool = false,
        verbs: [String] = APIKind.allVerbs
    ) {
        self.group = group
        self.version = version
        self.kind = kind
        self.plural = plural
        self.singular = kind.lowercased()
        self.shortNames = shortNames
        self.categories = categories
        self.isNamespaced = isNamespaced
        self.hasStatus = hasStatus
        self.verbs = verbs
    }

    /// As it stands in an object: `v1` or `networking.k8s.io/v1`.
    var apiVersion: String {
        group.isEmpty ? version : "\(group)/\(version)"
    }

    /// As it stands in messages: `services` or `ingresses.networking.k8s.io`.
    var qualifiedPlural: String {
        group.isEmpty ? plural : "\(plural).\(group)"
    }

    /// As it stands in messages about a wrong object: `Service` or `Ingress.networking.k8s.io`.
    var qualifiedKind: String {
        group.isEmpty ? kind : "\(kind).\(group)"
    }

    /// What can be done with most kinds.
    static let allVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
    /// What can be done with kinds whose objects come from the lab's topology file.
    static let verbsOfGivenObjects = ["delete", "get", "list", "watch"]
}
