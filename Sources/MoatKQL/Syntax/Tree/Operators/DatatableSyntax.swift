/// `datatable(columns) [values]`.
public struct DatatableSyntax: Hashable, Sendable {
    public var columns: [ColumnDeclarationSyntax]
    /// Row after row.
    public var values: [ExpressionSyntax]
    public var range: SourceRange

    public init(columns: [ColumnDeclarationSyntax], values: [ExpressionSyntax], range: SourceRange) {
        self.columns = columns
        self.values = values
        self.range = range
    }
}
