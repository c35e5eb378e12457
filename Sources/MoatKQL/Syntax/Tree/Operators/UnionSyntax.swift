/// `union` as a source or as an operator, whose input then comes first.
public struct UnionSyntax: Hashable, Sendable {
    /// Which columns the result has.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Those that all tables have.
        case inner
        /// Those that any table has.
        case outer
    }

    /// Nil where the query says nothing, which means `outer`.
    public var kind: Kind?
    /// Tables that do not exist are left out.
    public var isFuzzy: Bool
    /// The column that shall say which table a row is from.
    public var withSource: NameSyntax?
    /// A source with a wildcard stands for all tables of such names.
    public var operands: [PipelineSyntax]
    public var range: SourceRange

    public init(kind: Kind?, isFuzzy: Bool, withSource: NameSyntax?, operands: [PipelineSyntax], range: SourceRange) {
        self.kind = kind
        self.isFuzzy = isFuzzy
        self.withSource = withSource
        self.operands = operands
        self.range = range
    }
}
