/// `project` with the columns of the result.
public struct ProjectSyntax: Hashable, Sendable {
    public var columns: [ColumnSyntax]
    public var range: SourceRange

    public init(columns: [ColumnSyntax], range: SourceRange) {
        self.columns = columns
        self.range = range
    }
}
