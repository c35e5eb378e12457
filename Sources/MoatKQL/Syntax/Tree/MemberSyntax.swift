/// A member of a property bag, `base.name`; a column of a side of a join, `$left.name`.
public struct MemberSyntax: Hashable, Sendable {
    public var base: ExpressionSyntax
    public var name: NameSyntax
    public var range: SourceRange

    public init(base: ExpressionSyntax, name: NameSyntax, range: SourceRange) {
        self.base = base
        self.name = name
        self.range = range
    }
}
