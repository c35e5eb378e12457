/// `serialize`, with columns to add.
public struct SerializeSyntax: Hashable, Sendable {
    public var columns: [ColumnSyntax]
    public var range: SourceRange

    public init(columns: [ColumnSyntax], range: SourceRange) {
        self.columns = columns
        self.range = range
    }
}
