import Foundation
import MoatServer

/// What the daemon answered to a question.
struct QueryResult: Decodable {
    struct Column: Decodable, Hashable {
        var name: String
        /// As Kusto calls it: `string`, `long`, `datetime`, …
        var type: String

        var isNumber: Bool { ["int", "long", "real", "decimal"].contains(type) }
    }

    struct Render: Decodable, Hashable {
        var visualization: String?
        var title: String?
        var xColumn: String?
        var yColumns: [String]?
        var series: [String]?
    }

    var columns: [Column]
    var rows: [[QueryCell]]
    var render: Render?
    /// What is missing from the rows.
    var error: QueryError?

    init(
        columns: [Column], rows: [[QueryCell]], render: Render? = nil, error: QueryError? = nil
    ) {
        self.columns = columns
        self.rows = rows
        self.render = render
        self.error = error
    }

    private struct Table: Decodable {
        var columns: [Column]
        var rows: [[QueryCell]]
    }

    private enum CodingKeys: String, CodingKey {
        case tables, render, error
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let table = try container.decode([Table].self, forKey: .tables).first
        self.init(
            columns: table?.columns ?? [], rows: table?.rows ?? [],
            render: try container.decodeIfPresent(Render.self, forKey: .render),
            error: try container.decodeIfPresent(QueryError.self, forKey: .error))
    }
}
