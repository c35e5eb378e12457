/// A parameter of a function.
public struct ParameterSyntax: Hashable, Sendable {
    /// What may be given for it.
    public enum Kind: Hashable, Sendable {
        /// With what it is where a call gives nothing.
        case scalar(TypeNameSyntax, defaultValue: ExpressionSyntax?)
        /// A table with at least these columns; `isOpen` where `(*)` allows any.
        case tabular([ColumnDeclarationSyntax], isOpen: Bool)
    }

    public var name: NameSyntax
    public var kind: Kind
    public var range: SourceRange

    public init(name: NameSyntax, kind: Kind, range: SourceRange) {
        self.name = name
        self.kind = kind
        self.range = range
    }
}
