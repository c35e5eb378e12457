/// `take count`, also written `limit`.
public struct TakeSyntax: Hashable, Sendable {
    public var count: ExpressionSyntax
    public var range: SourceRange

    public init(count: ExpressionSyntax, range: SourceRange) {
        self.count = count
        self.range = range
    }
}
