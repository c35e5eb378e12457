/// `search` as a source or as an operator.
public struct SearchSyntax: Hashable, Sendable {
    /// `kind=case_sensitive`.
    public var isCaseSensitive: Bool
    /// Of `in (...)`; empty where all tables are searched, or the input.
    public var tables: [NamePatternSyntax]
    /// A string in it that is an operand of its own, or of `and` and `or`, stands for a term in any column.
    public var predicate: ExpressionSyntax
    public var range: SourceRange

    public init(isCaseSensitive: Bool, tables: [NamePatternSyntax], predicate: ExpressionSyntax, range: SourceRange) {
        self.isCaseSensitive = isCaseSensitive
        self.tables = tables
        self.predicate = predicate
        self.range = range
    }
}
