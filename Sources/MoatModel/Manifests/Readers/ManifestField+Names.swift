extension ManifestField {
    /// A name by Azure's rule for rule collections: letters, digits, `_`, `.` and `-`;
    /// begins with a letter or digit, ends with one or with `_`; 80 characters at most.
    func name(maximumLength: Int = 80) -> String? {
        guard let text = string() else { return nil }
        guard let problem = Self.problem(withName: text, maximumLength: maximumLength) else { return text }
        issue(problem, hint: "letters, digits, '_', '.' and '-'; first a letter or digit, last one of these or '_'")
        return nil
    }

    private static func problem(withName text: String, maximumLength: Int) -> String? {
        guard let first = text.utf8.first, let last = text.utf8.last else { return "the name is empty" }
        guard text.utf8.count <= maximumLength else {
            return "the name has \(text.count) characters; at most \(maximumLength) are allowed"
        }
        if let wrong = text.unicodeScalars.first(where: { !$0.isASCII || !isNameByte(UInt8(ascii: $0)) }) {
            return "'\(text)' has a character that a name may not have: '\(wrong)'"
        }
        guard first.isLetterOrDigit else { return "'\(text)' does not begin with a letter or digit" }
        guard last.isLetterOrDigit || last == UInt8(ascii: "_") else {
            return "'\(text)' does not end with a letter, a digit or '_'"
        }
        return nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || "_.-".utf8.contains(byte)
    }

    /// `network/subnet`.
    func subnetReference() -> SubnetReference? {
        guard let text = string() else { return nil }
        if let reference = SubnetReference(text) { return reference }
        issue("'\(text)' does not name a subnet", hint: "write network/subnet, such as hub/AzureFirewallSubnet")
        return nil
    }

    /// The elements that are wanted once only, checked by a key: `two subnets are called 'a'`.
    static func reportDuplicates<Value, Key: Hashable>(
        _ elements: [(field: ManifestField, value: Value)], key: (Value) -> Key, message: (Value) -> String,
        hint: String
    ) {
        var seen: Set<Key> = []
        for (field, value) in elements where !seen.insert(key(value)).inserted {
            field.issue(message(value), hint: hint)
        }
    }
}

extension UInt8 {
    var isLetterOrDigit: Bool {
        isDecimalDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }
}
