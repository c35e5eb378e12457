/// `summarize aggregates by keys`.
public struct SummarizeSyntax: Hashable, Sendable {
    public var aggregates: [ColumnSyntax]
    public var keys: [ColumnSyntax]
    public var range: SourceRange

    public init(aggregates: [ColumnSyntax], keys: [ColumnSyntax], range: SourceRange) {
        self.aggregates = aggregates
        self.keys = keys
        self.range = range
    }
}
