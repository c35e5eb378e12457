import Foundation

/// A result drawn as its query asks for with `render`.
struct QueryChart {
    let result: QueryResult
    let width: Int
    var glyphs: ChartGlyphs = .unicode
    var style: Style = .plain
    var timeZone = TimeZone.current

    /// What `render` may ask for here; anything else is shown as a table.
    static let visualizations = [
        "timechart", "linechart", "areachart", "barchart", "columnchart", "piechart", "card", "table",
    ]

    /// Nil where the result is to be shown as a table: no `render`, none that is drawn here, or
    /// a result without the numbers for it.
    var text: String? {
        guard let name = result.render?.visualization?.lowercased(), !result.rows.isEmpty, let drawn = drawn(name)
        else { return nil }
        guard let title = result.render?.title, !title.isEmpty else { return drawn }
        return style(TableRenderer.Cell(title).text, .bold) + "\n" + drawn
    }

    private func drawn(_ name: String) -> String? {
        if name == "card" { return card }
        let isTime = name == "timechart"
        let cells = QueryCellText(timeZone: timeZone)
        guard let data = ChartData(result, time: isTime, cells: cells) else { return nil }
        let bars = BarChart(data: data, width: width, glyphs: glyphs, style: style)
        switch name {
        case "timechart", "linechart", "areachart":
            return LineChart(data: data, width: width, glyphs: glyphs, style: style, timeZone: timeZone).text
                ?? bars.text
        case "barchart":
            return bars.text
        case "columnchart":
            return ColumnChart(data: data, width: width, glyphs: glyphs, style: style).text ?? bars.text
        case "piechart":
            return BarChart(data: data, width: width, glyphs: glyphs, style: style, showsShares: true).text
        default:
            return nil
        }
    }

    /// The first row, each number with its name.
    private var card: String? {
        guard let row = result.rows.first else { return nil }
        let cells = QueryCellText(timeZone: timeZone)
        let lines = zip(row, result.columns).map { cell, column in
            style(TableRenderer.Cell(cells.text(cell, column.type)).text, .bold) + "  " + column.name
        }
        return lines.joined(separator: "\n")
    }
}
