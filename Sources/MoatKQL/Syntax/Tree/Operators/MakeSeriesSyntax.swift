/// `make-series`: arrays over an axis with equal steps.
public struct MakeSeriesSyntax: Hashable, Sendable {
    /// A column that becomes a series.
    public struct Aggregate: Hashable, Sendable {
        public var column: ColumnSyntax
        /// The value where the axis has no rows; 0 where nil.
        public var defaultValue: ExpressionSyntax?

        public init(column: ColumnSyntax, defaultValue: ExpressionSyntax?) {
            self.column = column
            self.defaultValue = defaultValue
        }
    }

    public var aggregates: [Aggregate]
    /// Of `on`.
    public var axis: ColumnSyntax
    public var from: ExpressionSyntax?
    public var to: ExpressionSyntax?
    public var step: ExpressionSyntax
    public var keys: [ColumnSyntax]
    public var range: SourceRange

    public init(
        aggregates: [Aggregate], axis: ColumnSyntax, from: ExpressionSyntax?, to: ExpressionSyntax?,
        step: ExpressionSyntax, keys: [ColumnSyntax], range: SourceRange
    ) {
        self.aggregates = aggregates
        self.axis = axis
        self.from = from
        self.to = to
        self.step = step
        self.keys = keys
        self.range = range
    }
}
