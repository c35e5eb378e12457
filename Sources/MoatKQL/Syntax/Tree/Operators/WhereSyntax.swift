/// `where predicate`, also written `filter`.
public struct WhereSyntax: Hashable, Sendable {
    public var predicate: ExpressionSyntax
    public var range: SourceRange

    public init(predicate: ExpressionSyntax, range: SourceRange) {
        self.predicate = predicate
        self.range = range
    }
}
