/// A function that a query defines: `(limit: int = 5) { ... }`.
public struct FunctionSyntax: Hashable, Sendable {
    /// `view () { ... }`, which `union *` and `search *` may include.
    public var isView: Bool
    public var parameters: [ParameterSyntax]
    public var lets: [LetSyntax]
    /// A scalar or a table, as with `let`.
    public var body: ExpressionSyntax
    public var range: SourceRange

    public init(
        isView: Bool, parameters: [ParameterSyntax], lets: [LetSyntax], body: ExpressionSyntax, range: SourceRange
    ) {
        self.isView = isView
        self.parameters = parameters
        self.lets = lets
        self.body = body
        self.range = range
    }
}
