import Foundation

/// A strip for each series over one axis: `timechart`, `linechart`, `areachart`. All strips
/// have the same scale, so that they can be held against each other.
struct LineChart {
    let data: ChartData
    let width: Int
    var glyphs: ChartGlyphs = .unicode
    var style: Style = .plain
    var timeZone = TimeZone.current

    /// More than these are counted instead of drawn.
    static let maximumSeries = 24

    /// Nil where x is text.
    var text: String? {
        guard let positions = data.positions, let first = positions.min(), let last = positions.max() else {
            return nil
        }
        let range = data.range
        let top = QueryCellText.real(range.upperBound)
        let bottom = QueryCellText.real(range.lowerBound)
        let margin = max(top.count, bottom.count)
        let columns = max(width - margin - 3, 8)
        let step = Self.step(positions)
        let shown = data.series.prefix(Self.maximumSeries)
        let height = shown.count == 1 ? 8 : shown.count <= 3 ? 4 : 2
        var lines: [String] = []
        for series in shown {
            if !series.name.isEmpty { lines.append(style(TableRenderer.Cell(series.name).text, .bold)) }
            let values = Self.values(series, positions, from: first, to: last + step, step: step, columns: columns)
            for row in 0..<height {
                let label = row == 0 ? top : row == height - 1 ? bottom : ""
                let strip = String(values.map { cell($0, row: row, of: height, range) }).trimmedAtEnd
                lines.append(
                    String(repeating: " ", count: margin - label.count) + label + " " + String(glyphs.vertical)
                        + style(strip, .cyan))
            }
        }
        lines.append(
            String(repeating: " ", count: margin + 1) + String(glyphs.corner)
                + String(repeating: glyphs.horizontal, count: columns))
        lines.append(String(repeating: " ", count: margin + 2) + axis(first, last, columns))
        if data.series.count > Self.maximumSeries {
            lines.append("and \(Humanized.count(data.series.count - Self.maximumSeries)) more series")
        }
        return lines.joined(separator: "\n")
    }

    private func cell(_ value: Double?, row: Int, of height: Int, _ range: ClosedRange<Double>) -> Character {
        guard let value else { return " " }
        let size = range.upperBound - range.lowerBound
        let share = size > 0 ? (value - range.lowerBound) / size : 0
        // What is there at all is seen, however small.
        let level = max(Int((share * Double(height * 8)).rounded()), value != 0 ? 1 : 0)
        return glyphs.cell(level - (height - 1 - row) * 8)
    }

    /// The smallest distance of two neighbours; what `bin` was given, mostly.
    private static func step(_ positions: [Double]) -> Double {
        let sorted = positions.sorted()
        let gaps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
        return gaps.min() ?? 1
    }

    /// The value of each column of the terminal: the largest of those that fall into it, or the
    /// one before, as long as its step lasts.
    private static func values(
        _ series: ChartData.Series, _ positions: [Double], from first: Double, to end: Double, step: Double,
        columns: Int
    ) -> [Double?] {
        let points = series.values.map { (x: positions[$0.key], y: $0.value) }.sorted { $0.x < $1.x }
        let cell = (end - first) / Double(columns)
        var values = [Double?](repeating: nil, count: columns)
        for point in points {
            let start = min(max(Int((point.x - first) / cell), 0), columns - 1)
            let stop = min(max(Int(((point.x + step - first) / cell).rounded(.up)) - 1, start), columns - 1)
            for index in start...stop { values[index] = max(values[index] ?? point.y, point.y) }
        }
        return values
    }

    private func axis(_ first: Double, _ last: Double, _ columns: Int) -> String {
        let left = label(first, other: last)
        let right = label(last, other: first)
        guard left.count + right.count + 2 <= columns, first != last else { return left }
        return left + String(repeating: " ", count: columns - left.count - right.count) + right
    }

    private func label(_ position: Double, other: Double) -> String {
        guard data.isTime else { return QueryCellText.real(position) }
        let text = Humanized.time(Date(timeIntervalSince1970: position), in: timeZone)
        // Whole minutes need no seconds.
        return position.truncatingRemainder(dividingBy: 60) == 0 && other.truncatingRemainder(dividingBy: 60) == 0
            ? String(text.dropLast(3)) : text
    }
}
