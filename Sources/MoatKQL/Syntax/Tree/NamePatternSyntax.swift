/// A name that may hold wildcards, for tables (`AZFW*`) and columns (`*Ip`).
public struct NamePatternSyntax: Hashable, Sendable {
    public var text: String
    /// Whether `*` in the text stands for any characters.
    public var isWildcard: Bool
    public var range: SourceRange

    public init(_ text: String, isWildcard: Bool, _ range: SourceRange) {
        self.text = text
        self.isWildcard = isWildcard
        self.range = range
    }
}
