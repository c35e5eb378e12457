/// `let name = value`.
public struct LetSyntax: Hashable, Sendable {
    public var name: NameSyntax
    public var value: LetValueSyntax
    public var range: SourceRange

    public init(name: NameSyntax, value: LetValueSyntax, range: SourceRange) {
        self.name = name
        self.value = value
        self.range = range
    }
}
