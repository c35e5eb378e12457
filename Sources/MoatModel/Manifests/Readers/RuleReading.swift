/// What the readers of the three types of rule have in common.
extension ObjectReader {
    func optionalString(_ name: String) -> String? {
        self[name]?.string()
    }

    /// `ipProtocols`, which must not be empty.
    func ipProtocols(allowed: [RuleProtocol]) -> [RuleProtocol] {
        let hint = "write \(ManifestField.choice(allowed.map(\.rawValue)))"
        return requiredList("ipProtocols", hint: hint).compactMap { field in
            guard let value = field.oneOf(RuleProtocol.self) else { return nil }
            if allowed.contains(value) { return value }
            field.issue("\(value.rawValue) has no ports and can't be translated", hint: hint)
            return nil
        }
    }

    /// `sourceAddresses` and `sourceIpGroups`, of which a rule needs one.
    func sources() -> (addresses: [AddressSpecifier], groups: [String]) {
        let addresses = list("sourceAddresses").compactMap { $0.addressSpecifier(.any) }
        let groups = list("sourceIpGroups").compactMap { $0.name() }
        if isEmptyList("sourceAddresses"), isEmptyList("sourceIpGroups") {
            issue(
                "the rule has no source", hint: "write sourceAddresses: ['*'] for every source, or name sourceIpGroups")
        }
        return (addresses, groups)
    }

    /// Whether a list property is absent or has no elements. One whose elements were all
    /// wrong is not empty.
    func isEmptyList(_ name: String) -> Bool {
        guard let field = self[name] else { return true }
        if case .array(let elements) = field.value.content { return elements.isEmpty }
        return false
    }
}
