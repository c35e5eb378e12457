/// `Microsoft.Network/ipGroups`.
enum IPGroupReader {
    /// Azure's limit of entries in a group.
    private static let maximumCount = 5000

    static func read(name: String, _ field: ManifestField) -> IPGroup? {
        guard let spec = ObjectReader(field, properties: ["ipAddresses"]),
            let list = spec.required(
                "ipAddresses", hint: "write ipAddresses: [10.0.5.0/24]; [] is a group that matches nothing")
        else { return nil }
        let elements = list.elements()
        if elements.count > maximumCount {
            list.issue("\(elements.count) entries; a group has at most \(maximumCount)", hint: "make two groups of it")
        }
        return IPGroup(name: name, ipAddresses: elements.compactMap { $0.addressSpecifier() })
    }
}
