/// An argument of a call.
public struct ArgumentSyntax: Hashable, Sendable {
    /// The parameter it is for, in `f(limit=5)`.
    public var name: NameSyntax?
    public var value: ExpressionSyntax

    public init(name: NameSyntax? = nil, value: ExpressionSyntax) {
        self.name = name
        self.value = value
    }
}
