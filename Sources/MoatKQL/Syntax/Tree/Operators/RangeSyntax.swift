/// `range name from a to b step c`.
public struct RangeSyntax: Hashable, Sendable {
    public var name: NameSyntax
    public var from: ExpressionSyntax
    public var to: ExpressionSyntax
    public var step: ExpressionSyntax
    public var range: SourceRange

    public init(
        name: NameSyntax, from: ExpressionSyntax, to: ExpressionSyntax, step: ExpressionSyntax, range: SourceRange
    ) {
        self.name = name
        self.from = from
        self.to = to
        self.step = step
        self.range = range
    }
}
