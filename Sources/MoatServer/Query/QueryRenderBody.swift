import MoatKQL

/// The `render` of a response: how the query wants to be drawn, with the properties that Azure
/// names (learn.microsoft.com, azure/azure-monitor/logs/api/prefer-options).
struct QueryRenderBody: Encodable {
    private let render: KQLRender?

    init(_ render: KQLRender?) {
        self.render = render
    }

    private enum CodingKeys: String, CodingKey {
        case visualization, title, accumulate, isQuerySorted, kind, annotation, by
        case xColumn, yColumns, series, xTitle, yTitle, legend
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(render?.visualization, forKey: .visualization)
        try container.encode(first("title"), forKey: .title)
        try container.encode(first("accumulate")?.lowercased() == "true", forKey: .accumulate)
        try container.encode(false, forKey: .isQuerySorted)
        try container.encode(render == nil ? nil : first("kind") ?? "default", forKey: .kind)
        try container.encode("", forKey: .annotation)
        try container.encodeNil(forKey: .by)
        try container.encode(first("xcolumn"), forKey: .xColumn)
        try container.encode(all("ycolumns"), forKey: .yColumns)
        try container.encode(all("series"), forKey: .series)
        try container.encode(first("xtitle"), forKey: .xTitle)
        try container.encode(first("ytitle"), forKey: .yTitle)
        try container.encode(first("legend"), forKey: .legend)
    }

    private func first(_ name: String) -> String? { all(name)?.first }

    private func all(_ name: String) -> [String]? {
        render?.properties.first { $0.key.lowercased() == name }?.value
    }
}
