/// `externaldata(columns) [locations] with (properties)`.
public struct ExternalDataSyntax: Hashable, Sendable {
    public var columns: [ColumnDeclarationSyntax]
    public var locations: [ExpressionSyntax]
    public var properties: [PropertySyntax]
    public var range: SourceRange

    public init(
        columns: [ColumnDeclarationSyntax], locations: [ExpressionSyntax], properties: [PropertySyntax],
        range: SourceRange
    ) {
        self.columns = columns
        self.locations = locations
        self.properties = properties
        self.range = range
    }
}
