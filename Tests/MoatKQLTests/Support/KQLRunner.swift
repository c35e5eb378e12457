import Foundation
import MoatKQL

@testable import MoatLogs

/// Runs queries on an empty DuckDB in memory, and says what they give as the goldens have it.
final class KQLRunner {
    private let connection: DuckDBConnection
    private let translator: KQLTranslator
    private let now: Date

    init(now: Date, catalog: KQLCatalog = KQLCatalog(tables: [])) throws {
        connection = try DuckDBConnection(DuckDBDatabase(path: nil))
        translator = KQLTranslator(catalog: catalog)
        self.now = now
    }

    /// The columns and values of a query, whose data are in the query itself.
    func run(_ text: String) throws -> (columns: [KQLColumn], rows: [[LogValue]]) {
        var answers: [KQLColumnProbe.Answer] = []
        while true {
            let translation = try translator.translate(text, now: now, answers: answers)
            guard let probe = translation.probe else {
                return (translation.columns, try connection.query(translation.sql).rows)
            }
            let columns = try connection.query(probe.sql).rows.compactMap { row -> KQLColumn? in
                guard case .string(let name) = row[0], case .string(let type) = row[1] else { return nil }
                return KQLType(kustoName: type).map { KQLColumn(name: name, type: $0) }
            }
            answers.append(KQLColumnProbe.Answer(sql: probe.sql, columns: columns))
        }
    }

    /// A value as a golden has it; without a type that would say more, numbers are numbers.
    static func text(_ value: LogValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .string(let value): value.isEmpty ? "''" : value
        case .datetime(let value): String(LogTimestamp(microseconds: value).description.dropLast()) + "0Z"
        }
    }
}
