/// How a query asks for its result to be drawn. It changes nothing about the result.
public struct KQLRender: Hashable, Sendable {
    /// `timechart`, `barchart`, `table`, …
    public var visualization: String
    /// The settings behind `with`, as the query has them: `title`, `xcolumn`, `ycolumns`, …
    public var properties: [String: [String]]

    public init(visualization: String, properties: [String: [String]] = [:]) {
        self.visualization = visualization
        self.properties = properties
    }
}
