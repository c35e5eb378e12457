/// A rule that did not match, though some of its fields did.
public struct NearMiss: Hashable, Sendable, Codable {
    public var rule: RuleReference
    /// Those that match first.
    public var fields: [FieldFinding]

    public var text: String {
        "\(rule)   \(fields.map(\.text).joined(separator: ", "))"
    }
}
