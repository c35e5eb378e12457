/// How one field of a rule and a flow go together.
public struct FieldFinding: Hashable, Sendable, Codable {
    public enum Field: String, Hashable, Sendable, Codable {
        case source
        case destination
        case ipProtocol = "protocol"
        case port
        case name
        case applicationProtocol = "application protocol"
    }

    public var field: Field
    public var matches: Bool
    /// `port ok`, or `source 10.0.5.7 is not in 10.1.0.0/23`.
    public var text: String
}
