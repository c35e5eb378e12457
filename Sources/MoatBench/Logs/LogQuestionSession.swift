import Foundation
import MoatKQL
import MoatLogs

/// Asks one store in both languages, in turns, and holds the answers against each other.
struct LogQuestionSession {
    private static let limits = LogQueryLimits(time: 300, rows: 1_000_000)

    private let store: DuckDBStore
    private let translator: KQLTranslator

    init(store: DuckDBStore) {
        self.store = store
        let tables = LogTable.allCases.map { Self.table($0.rawValue, $0.columns) }
        translator = KQLTranslator(
            catalog: KQLCatalog(tables: tables + [Self.table(LegacyLog.tableName, LegacyLog.columns)]))
    }

    func rows(of question: LogQuestion, size: String, peer: SQLitePeer?) throws -> [BenchRow] {
        let translated = try translate(question)
        try compare(question, translated)
        // Short ones are asked several times in a turn: a single answer of 2 ms is all chance.
        let repeats = max(1, min(50, Int(100 / max(1, try time { _ = try ask(question.sql) }))))
        var times: [String: [Double]] = [:]
        for round in 0...LogsBench.rounds {
            // Each round begins with the other language, so that none always comes second.
            for place in 0..<2 {
                let isKQL = (place + round) % 2 == 0
                let sql = isKQL ? translated : question.sql
                let taken = try (0..<repeats).map { _ in try time { _ = try ask(sql) } }.median
                if round > 0 { times[isKQL ? "kql" : "sql", default: []].append(taken) }
            }
        }
        let (ours, theirs) = (times["kql"] ?? [], times["sql"] ?? [])
        let ratio = zip(ours, theirs).map { $0 / max($1, 1e-6) }.median
        let bar = BenchBar.atMost(1.15)
        var rows = [
            BenchRow(
                area: LogsBench.area, name: "\(size): \(question.name), KQL by SQL", ours: ours.median,
                baseline: theirs.median, unit: "ms", ratio: ratio, bar: bar.text, ok: bar.isMet(by: ratio))
        ]
        if let peer {
            _ = try peer.answer(question.sqlite)
            let sqlite = try (0..<3).map { _ in try time { _ = try peer.answer(question.sqlite) } }.median
            rows.append(
                BenchRow(
                    area: LogsBench.area, name: "\(size): \(question.name), by SQLite", ours: ours.median,
                    baseline: sqlite, unit: "ms", ratio: ours.median / max(sqlite, 1e-6), bar: "", ok: true))
            let translation = try (0..<101).map { _ in try time { _ = try translate(question) } }.median
            rows.append(
                .absolute(
                    LogsBench.area, "translation of \(question.name)", translation, unit: "ms", bar: .atMost(3)))
        }
        return rows
    }

    private func translate(_ question: LogQuestion) throws -> String {
        try translator.translate(question.kql, now: RecordGenerator.end, timespan: nil).sql
    }

    private func ask(_ sql: String) throws -> LogQueryResult {
        try store.query(sql, limits: Self.limits, tables: [])
    }

    private func time(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try body()
        return (clock.now - start) / .milliseconds(1)
    }

    /// Both must say the same, or the ratio of their times says nothing.
    private func compare(_ question: LogQuestion, _ translated: String) throws {
        let ours = try ask(translated).rows
        let theirs = try ask(question.sql).rows
        guard ours.count == theirs.count, !ours.isEmpty else {
            throw BenchError("\(question.name): KQL answers \(ours.count) rows, SQL \(theirs.count)")
        }
        for (ours, theirs) in zip(ours, theirs) {
            let (ours, theirs) = (Self.multiset(ours), Self.multiset(theirs))
            if ours != theirs {
                throw BenchError("\(question.name): KQL answers \(ours), SQL \(theirs)")
            }
        }
    }

    /// The values of a row whatever the order of its columns.
    private static func multiset(_ row: [LogValue]) -> [String] {
        row.map { value in
            switch value {
            case .null: ""
            case .bool(let value): "\(value)"
            case .integer(let value): "\(value)"
            case .real(let value): value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
            case .string(let value): value
            case .datetime(let value): "\(value)"
            }
        }.sorted()
    }

    private static func table(_ name: String, _ columns: [LogColumn]) -> KQLTable {
        KQLTable(
            name: name,
            columns: columns.map { KQLColumn(name: $0.name, type: KQLType(rawValue: $0.type.rawValue) ?? .string) },
            timeColumn: "TimeGenerated")
    }
}
