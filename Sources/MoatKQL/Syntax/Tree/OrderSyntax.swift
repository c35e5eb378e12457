/// What rows are ordered by: `Hits asc nulls last`.
public struct OrderSyntax: Hashable, Sendable {
    /// Which values come first.
    public enum Direction: String, Hashable, Sendable {
        case ascending = "asc"
        case descending = "desc"
    }

    /// Where rows without a value come.
    public enum Nulls: String, Hashable, Sendable {
        case first
        case last
    }

    public var expression: ExpressionSyntax
    /// Nil where the query says nothing, which means descending.
    public var direction: Direction?
    /// Nil where the query says nothing: first when ascending, last when descending.
    public var nulls: Nulls?
    public var range: SourceRange

    public init(expression: ExpressionSyntax, direction: Direction?, nulls: Nulls?, range: SourceRange) {
        self.expression = expression
        self.direction = direction
        self.nulls = nulls
        self.range = range
    }
}
