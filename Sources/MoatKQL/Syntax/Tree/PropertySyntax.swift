/// A setting of an operator: `title='Denied'`, `ycolumns=a, b`.
public struct PropertySyntax: Hashable, Sendable {
    public var name: NameSyntax
    /// At least one; several only where the operator takes lists.
    public var values: [ExpressionSyntax]

    public init(name: NameSyntax, values: [ExpressionSyntax]) {
        self.name = name
        self.values = values
    }
}
