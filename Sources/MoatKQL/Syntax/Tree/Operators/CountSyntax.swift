/// `count`.
public struct CountSyntax: Hashable, Sendable {
    /// Of the column, in `count as name`; `Count` where nil.
    public var name: NameSyntax?
    public var range: SourceRange

    public init(name: NameSyntax?, range: SourceRange) {
        self.name = name
        self.range = range
    }
}
