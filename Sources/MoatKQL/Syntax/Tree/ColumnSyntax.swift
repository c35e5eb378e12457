/// An expression that becomes a column, with the name the query gives it: `Hits = count()`.
public struct ColumnSyntax: Hashable, Sendable {
    /// One name; several in `(a, b) = f()`; none where the name comes from the expression.
    public var names: [NameSyntax]
    public var expression: ExpressionSyntax
    public var range: SourceRange

    public init(names: [NameSyntax] = [], expression: ExpressionSyntax, range: SourceRange) {
        self.names = names
        self.expression = expression
        self.range = range
    }
}
