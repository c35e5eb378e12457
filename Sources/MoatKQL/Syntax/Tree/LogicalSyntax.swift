/// Operands joined by `and` or by `or`. A long chain is one node, so that it is not a deep tree.
public struct LogicalSyntax: Hashable, Sendable {
    /// The word between the operands.
    public enum Operator: String, Hashable, Sendable {
        case and
        case or
    }

    public var operation: Operator
    /// At least two.
    public var operands: [ExpressionSyntax]
    public var range: SourceRange

    public init(operation: Operator, operands: [ExpressionSyntax], range: SourceRange) {
        self.operation = operation
        self.operands = operands
        self.range = range
    }
}
