/// A whole query.
public struct QuerySyntax: Hashable, Sendable {
    public var lets: [LetSyntax]
    /// Of the one tabular statement.
    public var result: PipelineSyntax
    public var range: SourceRange

    public init(lets: [LetSyntax], result: PipelineSyntax, range: SourceRange) {
        self.lets = lets
        self.result = result
        self.range = range
    }
}
