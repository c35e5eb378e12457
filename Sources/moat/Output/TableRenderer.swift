/// Lines up rows under their headings: two spaces between columns, no rules, nothing after
/// the last word of a line. Columns that are empty in every row are left out.
struct TableRenderer {
    struct Column {
        enum Alignment {
            case left
            case right
        }

        let heading: String
        let alignment: Alignment

        static func left(_ heading: String) -> Column { Column(heading: heading, alignment: .left) }
        static func right(_ heading: String) -> Column { Column(heading: heading, alignment: .right) }
    }

    struct Cell: ExpressibleByStringLiteral {
        let text: String
        let colour: Style.Colour?

        init(_ text: String, _ colour: Style.Colour? = nil) {
            // A name from outside must not be able to steer the terminal.
            let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
            self.text = String(String.UnicodeScalarView(scalars))
            self.colour = colour
        }

        init(stringLiteral value: String) {
            self.init(value)
        }
    }

    let columns: [Column]
    var style: Style = .plain

    func render(_ rows: [[Cell]]) -> String {
        let shown = columns.indices.filter { index in rows.contains { !$0[index].text.isEmpty } }
        let widths = columns.indices.map { index in
            rows.reduce(columns[index].heading.count) { max($0, $1[index].text.count) }
        }
        let heading = columns.map { Cell($0.heading, .dim) }
        return ([heading] + rows).map { row in
            line(shown.map { (row[$0], columns[$0].alignment, widths[$0]) })
        }.joined(separator: "\n")
    }

    /// A headline, the rows or what is said where there are none, and notes, a line each.
    func page(_ head: String, _ rows: [[Cell]], otherwise: String, notes: [String]) -> String {
        ([head, rows.isEmpty ? otherwise : render(rows)] + notes).joined(separator: "\n")
    }

    private func line(_ cells: [(cell: Cell, alignment: Column.Alignment, width: Int)]) -> String {
        var line = ""
        var padding = 0
        for (index, (cell, alignment, width)) in cells.enumerated() {
            if index > 0 { padding += 2 }
            let gap = width - cell.text.count
            if alignment == .right { padding += gap }
            if !cell.text.isEmpty {
                line += String(repeating: " ", count: padding)
                line += cell.colour.map { style(cell.text, $0) } ?? cell.text
                padding = 0
            }
            if alignment == .left { padding += gap }
        }
        return line
    }
}
