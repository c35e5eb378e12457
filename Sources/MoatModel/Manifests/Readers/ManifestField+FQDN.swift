extension ManifestField {
    /// A name, or a name whose first character is `*`.
    func fqdnPattern() -> FQDNPattern? {
        guard let text = string() else { return nil }
        if let pattern = FQDNPattern(text) { return pattern }
        let (problem, hint) = Self.problem(withFQDN: text)
        issue(problem, hint: hint)
        return nil
    }

    /// A name, lower case and without its trailing dot.
    func fqdn() -> String? {
        guard let pattern = fqdnPattern() else { return nil }
        guard !pattern.isWildcard else {
            issue(
                "'\(pattern)': a network rule knows a name by its addresses, and a wildcard has none",
                hint: "write each name, or use an application rule, whose targetFqdns take wildcards")
            return nil
        }
        guard IPAddress(pattern.suffix) == nil else {
            issue("'\(pattern)' is an address, not a name", hint: "write it into destinationAddresses")
            return nil
        }
        return pattern.description
    }

    private static func problem(withFQDN text: String) -> (String, String) {
        if text.isEmpty { return ("the name is empty", "write a name such as contoso.com") }
        if text.contains("://") || text.contains("/") {
            return ("'\(text)' is a URL, not a name", "write the name alone, without scheme and path")
        }
        if text.contains(":") {
            return ("'\(text)' has a port", "write the name alone; the port belongs to 'protocols'")
        }
        if text.dropFirst().contains("*") {
            return (
                "'\(text)': '*' can only be the first character",
                "'*.contoso.com' matches every name below contoso.com; '*contoso.com' also that and anycontoso.com"
            )
        }
        if text.utf8.count > 253 { return ("the name has more than 253 characters", "shorten it") }
        return (
            "'\(text)' is not a name",
            "labels of letters, digits, '-' and '_' with dots between, each 1 to 63 characters long"
        )
    }
}
