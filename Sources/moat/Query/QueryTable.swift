import Foundation

/// A result for people: columns fitted to the width of the terminal, or, where there are too
/// many for it, a block of lines for each row.
struct QueryTable {
    let result: QueryResult
    /// Columns of the terminal; nil where there is no terminal, then lines are as long as they are.
    var width: Int?
    var style: Style = .plain
    var timeZone = TimeZone.current

    /// Narrower than this no column becomes; one that is, stays.
    private static let leastWidth = 8

    var text: String {
        guard !result.columns.isEmpty else { return "(no columns)" }
        guard !result.rows.isEmpty else { return "(no rows)" }
        let cells = QueryCellText(timeZone: timeZone)
        let texts = result.rows.map { row in zip(row, result.columns).map { cells.text($0, $1.type) } }
        guard let width else { return table(texts) }
        guard let widths = widths(texts, fitting: width) else { return blocks(texts) }
        return table(texts.map { row in zip(row, widths).map { Self.shortened($0, to: $1) } })
    }

    private func table(_ texts: [[String]]) -> String {
        let columns = result.columns.map { column -> TableRenderer.Column in
            column.isNumber || column.type == "timespan" ? .right(column.name) : .left(column.name)
        }
        return TableRenderer(columns: columns, style: style).render(texts.map { $0.map { TableRenderer.Cell($0) } })
    }

    /// One line for each column of each row: `Name  value`.
    private func blocks(_ texts: [[String]]) -> String {
        let nameWidth = result.columns.reduce(0) { max($0, $1.name.count) }
        return texts.enumerated().map { index, row in
            let lines = zip(result.columns, row).filter { !$1.isEmpty }.map { column, text in
                let name = column.name.padding(toLength: nameWidth, withPad: " ", startingAt: 0)
                return "  " + style(name, .dim) + "  " + TableRenderer.Cell(text).text
            }
            return ([style("row \(index + 1)", .bold)] + lines).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// How wide each column may be; nil where they do not fit however short they become.
    /// Columns that are empty in every row are not shown, and take no room.
    private func widths(_ texts: [[String]], fitting width: Int) -> [Int]? {
        var widths = result.columns.indices.map { index in
            texts.reduce(0) { max($0, $1[index].count) }
        }
        let shown = widths.indices.filter { widths[$0] > 0 }
        for index in shown { widths[index] = max(widths[index], result.columns[index].name.count) }
        let least = result.columns.indices.map { index -> Int in
            let column = result.columns[index]
            // Half a number tells something wrong.
            let isWhole = column.isNumber || ["datetime", "timespan", "bool"].contains(column.type)
            return isWhole ? widths[index] : min(widths[index], max(Self.leastWidth, column.name.count))
        }
        let room = width - 2 * max(shown.count - 1, 0)
        guard shown.reduce(0, { $0 + least[$1] }) <= room else { return nil }
        var excess = shown.reduce(0) { $0 + widths[$1] } - room
        while excess > 0, let widest = shown.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] }) {
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private static func shortened(_ text: String, to width: Int) -> String {
        text.count <= width ? text : text.prefix(max(width - 1, 0)) + "…"
    }
}
