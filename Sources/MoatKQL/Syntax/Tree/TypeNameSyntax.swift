/// The name of a scalar type as the query writes it, of which the parser has seen that Kusto
/// has it: `string`, `double`, `date`.
public struct TypeNameSyntax: Hashable, Sendable {
    public var text: String
    public var range: SourceRange

    public init(_ text: String, _ range: SourceRange) {
        self.text = text
        self.range = range
    }
}
