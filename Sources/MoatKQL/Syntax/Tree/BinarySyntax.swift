/// An operator with its operands.
public struct BinarySyntax: Hashable, Sendable {
    public var operation: BinaryOperator
    public var operatorRange: SourceRange
    public var left: ExpressionSyntax
    public var right: ExpressionSyntax
    public var range: SourceRange

    public init(
        operation: BinaryOperator, operatorRange: SourceRange, left: ExpressionSyntax, right: ExpressionSyntax,
        range: SourceRange
    ) {
        self.operation = operation
        self.operatorRange = operatorRange
        self.left = left
        self.right = right
        self.range = range
    }
}
