/// Azure's service tags: names for sets of prefixes, such as `AzureCloud.westeurope`. Names
/// are looked up without regard to letter case, as in Azure.
public struct ServiceTagCatalog: Hashable, Sendable {
    /// One tag.
    public struct Tag: Hashable, Sendable {
        /// The name as the file spells it.
        public var name: String
        /// Prefixes of both families, in the order of the file.
        public var addressPrefixes: [IPPrefix]

        public init(name: String, addressPrefixes: [IPPrefix]) {
            self.name = name
            self.addressPrefixes = addressPrefixes
        }
    }

    private let tags: [String: Tag]

    /// Of two tags with one name the later one counts.
    public init(_ tags: some Sequence<Tag> = []) {
        self.tags = Dictionary(tags.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { _, later in later })
    }

    public subscript(name: String) -> Tag? {
        tags[name.lowercased()]
    }

    public var count: Int {
        tags.count
    }

    /// All names, sorted.
    public var names: [String] {
        tags.values.map(\.name).sorted()
    }
}
