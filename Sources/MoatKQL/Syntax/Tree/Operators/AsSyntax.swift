/// `as name`: a name for the rows so far.
public struct AsSyntax: Hashable, Sendable {
    public var name: NameSyntax
    public var range: SourceRange

    public init(name: NameSyntax, range: SourceRange) {
        self.name = name
        self.range = range
    }
}
