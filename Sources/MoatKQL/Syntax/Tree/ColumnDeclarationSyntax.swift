/// A column with its type, as in `datatable(Name: string)`.
public struct ColumnDeclarationSyntax: Hashable, Sendable {
    public var name: NameSyntax
    public var type: TypeNameSyntax

    public init(name: NameSyntax, type: TypeNameSyntax) {
        self.name = name
        self.type = type
    }

    public var range: SourceRange { name.range.through(type.range) }
}
