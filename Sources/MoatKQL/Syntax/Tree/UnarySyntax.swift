/// An operator with its operand.
public struct UnarySyntax: Hashable, Sendable {
    public var operation: UnaryOperator
    public var operand: ExpressionSyntax
    public var range: SourceRange

    public init(operation: UnaryOperator, operand: ExpressionSyntax, range: SourceRange) {
        self.operation = operation
        self.operand = operand
        self.range = range
    }
}
