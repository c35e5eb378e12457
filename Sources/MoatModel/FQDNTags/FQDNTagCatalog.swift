/// FQDN tags: names for sets of FQDN patterns, such as `AzureKubernetesService`. Names are
/// looked up without regard to letter case.
public struct FQDNTagCatalog: Hashable, Sendable {
    /// One tag as it is defined.
    public struct Tag: Hashable, Sendable {
        /// The name as its definition spells it.
        public var name: String
        public var fqdns: [FQDNTemplate]

        public init(name: String, fqdns: [FQDNTemplate]) {
            self.name = name
            self.fqdns = fqdns
        }
    }

    /// What came of looking for a tag.
    public enum LookUp: Hashable, Sendable {
        case tag([FQDNPattern])
        /// The tag of that name has `{location}` in it, and no location is known.
        case needsLocation(String)
        case unknown
    }

    private let tags: [String: Tag]
    /// What `{location}` stands for; nil where it is not known.
    public let location: AzureLocation?

    /// Of two tags with one name the later one counts.
    public init(_ tags: some Sequence<Tag> = [], location: AzureLocation? = nil) {
        self.tags = Dictionary(tags.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { _, later in later })
        self.location = location
    }

    /// The tags that are known without a file.
    public static func builtIn(location: AzureLocation? = nil) -> FQDNTagCatalog {
        FQDNTagCatalog(BuiltInFQDNTags.all, location: location)
    }

    /// These tags and others; of two with one name the other's counts.
    public func adding(_ others: some Sequence<Tag>) -> FQDNTagCatalog {
        FQDNTagCatalog(Array(tags.values) + Array(others), location: location)
    }

    public func lookUp(_ name: String) -> LookUp {
        guard let tag = tags[name.lowercased()] else { return .unknown }
        var patterns: [FQDNPattern] = []
        for template in tag.fqdns {
            guard let pattern = template.pattern(location: location) else { return .needsLocation(tag.name) }
            patterns.append(pattern)
        }
        return .tag(patterns)
    }

    public var count: Int {
        tags.count
    }

    /// All names, sorted.
    public var names: [String] {
        tags.values.map(\.name).sorted()
    }
}
