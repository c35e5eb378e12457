/// A call of a function, an aggregate or a plugin.
public struct CallSyntax: Hashable, Sendable {
    public var name: NameSyntax
    public var arguments: [ArgumentSyntax]
    public var range: SourceRange

    public init(name: NameSyntax, arguments: [ArgumentSyntax], range: SourceRange) {
        self.name = name
        self.arguments = arguments
        self.range = range
    }
}
