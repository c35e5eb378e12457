import Foundation
import Logging
import MoatKQL

@testable import MoatLogs

/// A log store with the records in `PublicQueries/Data`: 290 of all tables, with what is
/// allowed, denied by a rule and by default, translated, without a name, and not answered.
final class PublicQueryStore {
    private let store: DuckDBStore
    private let directory: URL
    private let data = PublicQuery.directory.appending(path: "Data")

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "moat-public-\(UUID().uuidString)")
        let origin = LogOrigin(firewall: "hub-fw")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try Self.fill(directory, data, origin)
        store = try DuckDBStore(directory: directory, origin: origin)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    private static func fill(_ directory: URL, _ data: URL, _ origin: LogOrigin) throws {
        let opened = try LogDatabase(
            directory: directory, origin: origin, memory: 256 << 20, logger: Logger(label: "test"))
        let connection = try DuckDBConnection(opened.database)
        for table in LogTable.allCases {
            let file = data.appending(path: "\(table.rawValue).csv")
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
            let types = LogSchema.types(table)
            let rows = try text.split(separator: "\n").dropFirst().map { line in
                let cells = line.split(separator: ";", omittingEmptySubsequences: false) + [origin.resourceID[...]]
                guard cells.count == types.count else {
                    throw LogStoreError("\(table.rawValue) has no such row: \(line)")
                }
                return "(" + zip(types, cells).map { literal($1, $0) }.joined(separator: ", ") + ")"
            }
            try connection.execute(
                """
                INSERT INTO \(LogSchema.stored).\(LogSchema.quoted(table.rawValue))
                VALUES \(rows.joined(separator: ", "))
                """)
        }
    }

    private static func literal(_ cell: Substring, _ type: DuckDBType) -> String {
        switch type {
        case .varchar, .json: LogSchema.text(String(cell))
        case .timestamp: "TIMESTAMP " + LogSchema.text(String(cell.dropLast()))
        default: String(cell)
        }
    }

    /// The rows of a query, cells as text, null as empty text.
    func rows(_ translation: KQLTranslation) throws -> [[String]] {
        let tables = try translation.externalTables.map { try external($0) }
        let result = try store.query(translation.sql, limits: LogQueryLimits(time: 20), tables: tables)
        return result.rows.map { row in
            row.map { value in
                switch value {
                case .null: ""
                case .bool(let value): "\(value)"
                case .integer(let value): "\(value)"
                case .real(let value): "\(value)"
                case .string(let value): value
                case .datetime(let value): LogTimestamp(nanoseconds: value * 1000).description
                }
            }
        }
    }

    /// `externaldata` reads a file of the data, whatever address the query has.
    private func external(_ table: KQLExternalTable) throws -> LogExternalTable {
        let text = try String(contentsOf: data.appending(path: "regions.csv"), encoding: .utf8)
        let rows = text.split(separator: "\n").dropFirst().map { line in
            line.split(separator: ";", omittingEmptySubsequences: false).map { LogValue.string(String($0)) }
        }
        return LogExternalTable(
            name: table.relation, columns: table.columns.map { LogExternalTable.Column($0.name, .string) },
            rows: Array(rows))
    }
}
