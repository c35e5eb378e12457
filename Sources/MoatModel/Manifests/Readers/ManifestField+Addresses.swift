extension ManifestField {
    /// What a list of addresses may hold beside addresses, prefixes and ranges.
    struct AddressForms: OptionSet {
        let rawValue: Int
        /// `*`
        static let any = AddressForms(rawValue: 1)
        static let serviceTag = AddressForms(rawValue: 2)
    }

    /// An entry of `sourceAddresses` and the like.
    func addressSpecifier(_ forms: AddressForms = []) -> AddressSpecifier? {
        guard let text = string() else { return nil }
        let specifier = AddressSpecifier(text)
        switch specifier {
        case .any where !forms.contains(.any):
            issue("'*' is not allowed here", hint: "list the addresses")
        case .serviceTag where !forms.contains(.serviceTag):
            if text.contains("."), FQDNPattern(text) != nil, text.lowercased() == text {
                issue("'\(text)' is a name, not an address", hint: "write an address such as 10.0.0.4")
            } else {
                issue(
                    "'\(text)' is not an address",
                    hint:
                        "write addresses, prefixes or ranges; a service tag can only be the destination of a network rule"
                )
            }
        case .some(let specifier):
            return specifier
        case nil:
            report(AddressDiagnosis.of(text))
        }
        return nil
    }

    /// One address, of one family only where `family` says so.
    func address(_ family: IPAddress.Family? = nil, example: String) -> IPAddress? {
        guard let text = string() else { return nil }
        guard let address = IPAddress(text) else {
            if let specifier = AddressSpecifier(text) {
                let single = IPAddress(specifier.description).map(\.description)
                issue("'\(text)' is not a single address", hint: "write \(single ?? "one address, such as \(example)")")
            } else {
                report(AddressDiagnosis.of(text))
            }
            return nil
        }
        guard family == nil || address.family == family else {
            issue(
                "\(address) is an \(address.family.rawValue) address; only \(family?.rawValue ?? "") is supported here yet"
            )
            return nil
        }
        return address
    }

    /// A CIDR prefix; an address alone counts as one where `allowsAddress` says so.
    func prefix(allowsAddress: Bool = false) -> IPPrefix? {
        guard let text = string() else { return nil }
        if let prefix = IPPrefix(text) { return prefix }
        if let address = IPAddress(text) {
            if allowsAddress { return IPPrefix(address) }
            issue("'\(text)' has no prefix length", hint: "write \(IPPrefix(address)) for the address alone")
        } else if case .some(let specifier) = AddressSpecifier(text) {
            issue("'\(specifier)' is not a prefix", hint: "write address/length, such as 10.0.0.0/16")
        } else {
            report(AddressDiagnosis.of(text))
        }
        return nil
    }

    private func report(_ diagnosis: AddressDiagnosis) {
        issue(diagnosis.problem, hint: diagnosis.hint)
    }
}
