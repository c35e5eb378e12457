/// `evaluate plugin(...)`. Hints are left out.
public struct EvaluateSyntax: Hashable, Sendable {
    public var plugin: CallSyntax
    /// Of the result, after `:`.
    public var schema: [ColumnDeclarationSyntax]?
    /// Whether the schema begins with `*`: the columns of the input come before those it names.
    public var schemaIsOpen: Bool
    public var range: SourceRange

    public init(plugin: CallSyntax, schema: [ColumnDeclarationSyntax]?, schemaIsOpen: Bool = false, range: SourceRange)
    {
        self.plugin = plugin
        self.schema = schema
        self.schemaIsOpen = schemaIsOpen
        self.range = range
    }
}
