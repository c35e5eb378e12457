/// `distinct` columns.
public struct DistinctSyntax: Hashable, Sendable {
    /// A single `*` stands for all columns.
    public var columns: [ColumnSyntax]
    public var range: SourceRange

    public init(columns: [ColumnSyntax], range: SourceRange) {
        self.columns = columns
        self.range = range
    }
}
