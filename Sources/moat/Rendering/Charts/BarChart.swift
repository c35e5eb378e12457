/// One bar for each x and series, one under the other: `barchart`, and `piechart` with the
/// share of each, since a terminal has no round things.
struct BarChart {
    let data: ChartData
    let width: Int
    var glyphs: ChartGlyphs = .unicode
    var style: Style = .plain
    var showsShares = false

    /// More than these are counted instead of drawn.
    static let maximumBars = 50
    private static let longestLabel = 40

    private struct Bar {
        var label: String
        var value: Double
        var text: String
    }

    var text: String {
        let bars = self.bars
        let labelWidth = bars.reduce(0) { max($0, $1.label.count) }
        let textWidth = bars.reduce(0) { max($0, $1.text.count) }
        let room = Double(max(width - labelWidth - textWidth - 4, 1))
        let largest = bars.reduce(0) { max($0, $1.value.magnitude) }
        var lines = bars.prefix(Self.maximumBars).map { bar in
            let label = bar.label + String(repeating: " ", count: labelWidth - bar.label.count)
            let number = String(repeating: " ", count: textWidth - bar.text.count) + bar.text
            let length = largest > 0 ? bar.value.magnitude / largest * room : 0
            let drawn = glyphs.bar(length)
            let line = label + "  " + number
            return drawn.isEmpty ? line : line + "  " + style(drawn, bar.value < 0 ? .red : .cyan)
        }
        if bars.count > Self.maximumBars { lines.append("and \(Humanized.count(bars.count - Self.maximumBars)) more") }
        return lines.joined(separator: "\n")
    }

    private var bars: [Bar] {
        let total = data.series.flatMap(\.values.values).reduce(0) { $0 + max($1, 0) }
        return data.labels.indices.flatMap { index in
            data.series.compactMap { series -> Bar? in
                guard let value = series.values[index] else { return nil }
                let name = series.name.isEmpty ? data.labels[index] : "\(data.labels[index]), \(series.name)"
                var text = QueryCellText.real(value)
                if showsShares, total > 0 {
                    let share = QueryCellText.real((max(value, 0) / total * 1000).rounded() / 10)
                    text += "  " + String(repeating: " ", count: max(5 - share.count, 0)) + share + " %"
                }
                return Bar(label: Self.label(name), value: value, text: text)
            }
        }
    }

    private static func label(_ text: String) -> String {
        let text = TableRenderer.Cell(text).text
        return text.count <= longestLabel ? text : text.prefix(longestLabel - 1) + "…"
    }
}
