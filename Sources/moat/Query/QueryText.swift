import Foundation

/// A result as a program reads it: the same values as in the API, times in UTC.
struct QueryText {
    let result: QueryResult

    /// Comma-separated (RFC 4180), with a heading.
    var csv: String {
        let heading = result.columns.map { Self.field($0.name) }.joined(separator: ",")
        let rows = result.rows.map { row in row.map { Self.field($0.raw) }.joined(separator: ",") }
        return ([heading] + rows).joined(separator: "\r\n") + "\r\n"
    }

    private static func field(_ text: String) -> String {
        guard text.contains(where: { ",\"\r\n".contains($0) || $0 == "\r\n" }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// A list of objects, one a line, whose keys are in the order of the columns; dynamic values
    /// are JSON within it.
    var json: String {
        let names = result.columns.map { Self.string($0.name) }
        let rows = result.rows.map { row in
            let fields = zip(zip(names, result.columns), row).map { column, cell in
                "\(column.0):\(Self.value(cell, column.1.type))"
            }
            return "{" + fields.joined(separator: ",") + "}"
        }
        return rows.isEmpty ? "[]" : "[\n" + rows.joined(separator: ",\n") + "\n]"
    }

    private static func value(_ cell: QueryCell, _ type: String) -> String {
        switch cell {
        case .null: "null"
        case .bool, .integer, .real: cell.raw
        case .text(let text) where type == "dynamic": isJSON(text) ? text : string(text)
        case .text(let text): string(text)
        }
    }

    private static func isJSON(_ text: String) -> Bool {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])) != nil
    }

    private static func string(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        guard let data = try? encoder.encode(text) else { return "\"\"" }
        return String(decoding: data, as: UTF8.self)
    }
}
