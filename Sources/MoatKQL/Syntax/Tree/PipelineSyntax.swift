/// A tabular expression: a source and what is done with its rows, one operator after the other.
public struct PipelineSyntax: Hashable, Sendable {
    public var source: SourceSyntax
    public var operators: [OperatorSyntax]
    public var range: SourceRange

    public init(source: SourceSyntax, operators: [OperatorSyntax], range: SourceRange) {
        self.source = source
        self.operators = operators
        self.range = range
    }
}
