/// `extend` with columns to add or replace.
public struct ExtendSyntax: Hashable, Sendable {
    public var columns: [ColumnSyntax]
    public var range: SourceRange

    public init(columns: [ColumnSyntax], range: SourceRange) {
        self.columns = columns
        self.range = range
    }
}
