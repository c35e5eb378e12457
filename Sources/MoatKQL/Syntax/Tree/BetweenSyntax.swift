/// `value between (lower .. upper)`, the ends included.
public struct BetweenSyntax: Hashable, Sendable {
    /// `!between`.
    public var isNegated: Bool
    public var value: ExpressionSyntax
    public var lower: ExpressionSyntax
    public var upper: ExpressionSyntax
    public var operatorRange: SourceRange
    public var range: SourceRange

    public init(
        isNegated: Bool, value: ExpressionSyntax, lower: ExpressionSyntax, upper: ExpressionSyntax,
        operatorRange: SourceRange, range: SourceRange
    ) {
        self.isNegated = isNegated
        self.value = value
        self.lower = lower
        self.upper = upper
        self.operatorRange = operatorRange
        self.range = range
    }
}
