/// `render`: how the result is to be drawn.
public struct RenderSyntax: Hashable, Sendable {
    public var visualization: NameSyntax
    public var properties: [PropertySyntax]
    public var range: SourceRange

    public init(visualization: NameSyntax, properties: [PropertySyntax], range: SourceRange) {
        self.visualization = visualization
        self.properties = properties
        self.range = range
    }
}
