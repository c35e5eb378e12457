/// A named list of addresses (`Microsoft.Network/ipGroups`) for use in rules. An empty
/// group matches nothing: the rule that names it is skipped.
public struct IPGroup: Hashable, Sendable {
    public var name: String
    /// Addresses, prefixes and ranges; neither `*` nor service tags.
    public var ipAddresses: [AddressSpecifier]

    public init(name: String, ipAddresses: [AddressSpecifier]) {
        self.name = name
        self.ipAddresses = ipAddresses
    }
}
