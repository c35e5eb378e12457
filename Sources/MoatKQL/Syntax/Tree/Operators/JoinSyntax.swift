/// `join kind=... (right) on conditions`. Hints are left out.
public struct JoinSyntax: Hashable, Sendable {
    /// Nil where the query says nothing, which means `innerunique`.
    public var kind: JoinKind?
    public var right: PipelineSyntax
    /// A name stands for that column on both sides; else `$left.a == $right.b`.
    public var conditions: [ExpressionSyntax]
    public var range: SourceRange

    public init(kind: JoinKind?, right: PipelineSyntax, conditions: [ExpressionSyntax], range: SourceRange) {
        self.kind = kind
        self.right = right
        self.conditions = conditions
        self.range = range
    }
}
