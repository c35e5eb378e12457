/// A name as the query writes it: `Action`, `['Source Ip']`, `$left`.
public struct NameSyntax: Hashable, Sendable {
    /// Without brackets and quotes.
    public var text: String
    public var range: SourceRange

    public init(_ text: String, _ range: SourceRange) {
        self.text = text
        self.range = range
    }
}
