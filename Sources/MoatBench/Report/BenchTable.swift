import Foundation

/// The rows as a table, figures right-aligned.
struct BenchTable {
    var rows: [BenchRow]

    var text: String {
        let header = ["area", "what", "ours", "baseline", "unit", "ratio", "bar", ""]
        let cells =
            [header]
            + rows.map { row in
                [
                    row.area, row.name, number(row.ours), row.baseline.map(number) ?? "", row.unit,
                    row.ratio.map { String(format: "%.3f", $0) } ?? "", row.bar,
                    row.bar.isEmpty ? "" : row.ok ? "ok" : "MISSED",
                ]
            }
        let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { line in
            line.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return [2, 3, 5].contains(column) ? padding + cell : cell + padding
            }.joined(separator: "  ").trimmingCharacters(in: .init(charactersIn: " "))
        }.joined(separator: "\n")
    }

    private func number(_ value: Double) -> String {
        if value == 0 { return "0" }
        let digits = value >= 1000 ? 0 : value >= 10 ? 1 : 3
        return String(format: "%.\(digits)f", value)
    }
}
