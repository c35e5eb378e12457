/// An element of an array or a member of a property bag, `base[index]`.
public struct IndexSyntax: Hashable, Sendable {
    public var base: ExpressionSyntax
    public var index: ExpressionSyntax
    public var range: SourceRange

    public init(base: ExpressionSyntax, index: ExpressionSyntax, range: SourceRange) {
        self.base = base
        self.index = index
        self.range = range
    }
}
