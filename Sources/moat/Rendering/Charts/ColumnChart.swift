/// Upright columns with their labels below: `columnchart` of few, short names.
struct ColumnChart {
    let data: ChartData
    let width: Int
    var glyphs: ChartGlyphs = .unicode
    var style: Style = .plain

    private static let height = 10

    /// Nil where the columns with their labels do not fit; bars do then.
    var text: String? {
        guard data.series.count == 1, let values = data.series.first?.values, data.range.lowerBound == 0 else {
            return nil
        }
        let labels = data.labels.map { TableRenderer.Cell($0).text }
        let cell = max(labels.reduce(3) { max($0, $1.count) }, 3)
        let top = QueryCellText.real(data.range.upperBound)
        guard labels.count * (cell + 1) + top.count + 2 <= width else { return nil }
        let margin = String(repeating: " ", count: top.count)
        var lines: [String] = []
        for row in 0..<Self.height {
            let above = Self.height - 1 - row
            let cells = labels.indices.map { index -> String in
                let share = (values[index] ?? 0) / data.range.upperBound
                let eighths = Int((share * Double(Self.height * 8)).rounded()) - above * 8
                return " " + String(repeating: glyphs.cell(eighths), count: cell)
            }.joined()
            let bars = String(cells.reversed().drop { $0 == " " }.reversed())
            lines.append((row == 0 ? top : margin) + " " + String(glyphs.vertical) + style(bars, .cyan))
        }
        lines.append(
            margin + " " + String(glyphs.corner)
                + String(repeating: glyphs.horizontal, count: labels.count * (cell + 1)))
        let names = labels.map { " " + $0 + String(repeating: " ", count: cell - $0.count) }.joined()
        lines.append(margin + "  " + names.trimmedAtEnd)
        return lines.joined(separator: "\n")
    }
}

extension String {
    /// Without blanks after the last word.
    var trimmedAtEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
