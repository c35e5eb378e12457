/// What a `let` gives a name to.
public enum LetValueSyntax: Hashable, Sendable {
    /// A scalar or a table. A name or a call may be either; ``ExpressionSyntax/pipeline`` gives it as a table.
    case expression(ExpressionSyntax)
    case function(FunctionSyntax)
}
