/// `lookup kind=... (right) on conditions`.
public struct LookupSyntax: Hashable, Sendable {
    /// `leftOuter`, the default, or `inner`.
    public var kind: JoinKind?
    public var right: PipelineSyntax
    /// As of ``JoinSyntax``.
    public var conditions: [ExpressionSyntax]
    public var range: SourceRange

    public init(kind: JoinKind?, right: PipelineSyntax, conditions: [ExpressionSyntax], range: SourceRange) {
        self.kind = kind
        self.right = right
        self.conditions = conditions
        self.range = range
    }
}
