/// FQDN tags: names for sets of name patterns, such as `AzureKubernetesService`. Tags are
/// looked up without regard to letter case, as service tags are.
public struct FQDNTagCatalog: Hashable, Sendable {
    /// One tag.
    public struct Tag: Hashable, Sendable {
        /// The name as its definition spells it.
        public var name: String
        /// Patterns as `targetFqdns` has them, in which `{location}` stands for the location
        /// of the cluster.
        public var fqdns: [String]

        public init(name: String, fqdns: [String]) {
            self.name = name
            self.fqdns = fqdns
        }
    }

    /// What stands for the location in a pattern.
    public static let locationVariable = "{location}"

    /// Where the cluster is, such as `westeurope`; nil where that was not said.
    public let location: String?
    private let tags: [String: Tag]

    /// `tags` are beside the built-in ones; one with the name of another takes its place.
    public init(_ tags: some Sequence<Tag> = [], location: String? = nil) {
        self.location = location
        self.tags = Dictionary(
            (Self.builtIn + tags).map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { _, later in later })
    }

    public subscript(name: String) -> Tag? {
        tags[name.lowercased()]
    }

    /// All names, sorted.
    public var names: [String] {
        tags.values.map(\.name).sorted()
    }

    /// Whether a tag stands for nothing until a location is given.
    public func needsLocation(_ tag: Tag) -> Bool {
        location == nil && tag.fqdns.contains { $0.contains(Self.locationVariable) }
    }

    /// The patterns that a tag stands for; nil where there is no such tag, or it needs a
    /// location and there is none.
    public func patterns(of name: String) -> [FQDNPattern]? {
        guard let tag = self[name], !needsLocation(tag) else { return nil }
        return tag.fqdns.compactMap { Self.pattern($0, location: location) }
    }

    /// A pattern with its variable replaced; nil where it is none.
    static func pattern(_ text: String, location: String?) -> FQDNPattern? {
        FQDNPattern(text.replacing(locationVariable, with: location ?? ""))
    }

    /// Whether text can be a location: it becomes a label of a name.
    public static func isLocation(_ text: String) -> Bool {
        !text.contains(".") && !text.contains("*") && FQDNPattern(text) != nil
    }

    /// `AzureKubernetesService`: the names that AKS nodes need, from Microsoft's "Outbound
    /// network and FQDN rules for AKS clusters" (azure-aks-docs,
    /// outbound-rules-control-egress.md), all HTTPS on port 443.
    private static let builtIn = [
        Tag(
            name: "AzureKubernetesService",
            fqdns: [
                "*.hcp.{location}.azmk8s.io", "mcr.microsoft.com", "*.data.mcr.microsoft.com",
                "mcr-0001.mcr-msedge.net", "management.azure.com", "login.microsoftonline.com",
                "packages.microsoft.com", "acs-mirror.azureedge.net", "packages.aks.azure.com",
            ])
    ]
}
