/// What the web application firewall does with a request.
public enum WAFMode: String, Sendable, Hashable, Codable, CaseIterable {
    /// It does not look at requests.
    case off
    /// It looks at requests and logs what it finds.
    case detect
    /// It answers those with 403 that reach the rule set's threshold, and logs what it finds.
    case block
}
