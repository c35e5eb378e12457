/// `top count by keys`.
public struct TopSyntax: Hashable, Sendable {
    public var count: ExpressionSyntax
    public var keys: [OrderSyntax]
    public var range: SourceRange

    public init(count: ExpressionSyntax, keys: [OrderSyntax], range: SourceRange) {
        self.count = count
        self.keys = keys
        self.range = range
    }
}
