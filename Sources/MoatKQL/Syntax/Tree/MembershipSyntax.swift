/// `value in (a, b)` and its kin.
public struct MembershipSyntax: Hashable, Sendable {
    public var operation: MembershipOperator
    public var operatorRange: SourceRange
    public var value: ExpressionSyntax
    /// At least one. A single one may be a table or an array instead of an element.
    public var list: [ExpressionSyntax]
    public var range: SourceRange

    public init(
        operation: MembershipOperator, operatorRange: SourceRange, value: ExpressionSyntax, list: [ExpressionSyntax],
        range: SourceRange
    ) {
        self.operation = operation
        self.operatorRange = operatorRange
        self.value = value
        self.list = list
        self.range = range
    }
}
