/// Which source address the flow leaves with.
public struct SourceNATFinding: Hashable, Sendable, Codable {
    public var address: String
    public var isTranslated: Bool
    public var text: String
}
