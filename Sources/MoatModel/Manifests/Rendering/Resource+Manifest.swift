extension Resource {
    /// The resource in manifest form, as the readers take it: `read(manifest) == self`.
    public var manifest: ManifestValue {
        .object(
            ("apiVersion", .string(ResourceReader.apiVersion)),
            ("kind", .string(key.kind.rawValue)),
            ("metadata", .object(("name", .string(name)))),
            ("spec", spec)
        )
    }

    /// `metadata.name`; without the policy that the key of a rule collection group has.
    public var name: String {
        switch self {
        case .virtualNetwork(let resource): resource.name
        case .routeTable(let resource): resource.name
        case .publicIPAddress(let resource): resource.name
        case .ipGroup(let resource): resource.name
        case .firewall(let resource): resource.name
        case .firewallPolicy(let resource): resource.name
        case .ruleCollectionGroup(let resource): resource.name
        case .threatIntelFeed(let resource): resource.name
        }
    }

    private var spec: ManifestValue {
        switch self {
        case .virtualNetwork(let resource): resource.spec
        case .routeTable(let resource): resource.spec
        case .publicIPAddress(let resource): .object(("ipAddress", .text(resource.ipAddress)))
        case .ipGroup(let resource): .object(("ipAddresses", .texts(resource.ipAddresses)))
        case .firewall(let resource): resource.spec
        case .firewallPolicy(let resource): resource.spec
        case .ruleCollectionGroup(let resource): resource.spec
        case .threatIntelFeed(let resource): resource.spec
        }
    }
}

extension ManifestValue {
    static func string(_ text: String) -> ManifestValue { ManifestValue(.string(text)) }
    static func int(_ number: Int) -> ManifestValue { ManifestValue(.int(number)) }
    static func bool(_ truth: Bool) -> ManifestValue { ManifestValue(.bool(truth)) }
    static func array(_ elements: [ManifestValue]) -> ManifestValue { ManifestValue(.array(elements)) }
    static func text(_ value: some CustomStringConvertible) -> ManifestValue { .string(value.description) }

    static func texts(_ values: [some CustomStringConvertible]) -> ManifestValue { .array(values.map { .text($0) }) }

    /// The list, or nil where it is empty and need not be written.
    static func optionalTexts(_ values: [some CustomStringConvertible]) -> ManifestValue? {
        values.isEmpty ? nil : .texts(values)
    }

    /// An object of those properties that have a value.
    static func object(_ members: (String, ManifestValue?)...) -> ManifestValue {
        ManifestValue(.object(members.compactMap { key, value in value.map { Member(key, $0) } }))
    }
}
