import Foundation
import MoatLogs

/// Ten questions of generated records, in KQL and in the best SQL for the same store, and how
/// fast records are stored.
struct LogsBench {
    static let area = "logs"
    static let rounds = 7

    /// Sizes of the stores that are asked, in records.
    let sizes: [Int]
    let say: (String) -> Void

    func run() throws -> [BenchRow] {
        var rows: [BenchRow] = []
        for size in sizes {
            rows += try questions(of: size)
        }
        rows += try LogIngestBench(say: say).run()
        return rows
    }

    private func questions(of size: Int) throws -> [BenchRow] {
        let directory = try BenchDirectory("logs-\(size)")
        defer { directory.remove() }
        let store = try DuckDBStore(directory: directory.url, origin: LogOrigin(firewall: "bench"), memory: 2 << 30)
        let seconds = try fill(store, size)
        let session = LogQuestionSession(store: store)
        let millions = "\(size / 1_000_000) million"
        var rows = [
            BenchRow.absolute(
                Self.area, "\(millions) records, stored in one go", Double(size) / seconds, unit: "records/s",
                bar: .none),
            BenchRow.absolute(
                Self.area, "\(millions) records, bytes of the store for each", Double(directory.bytes) / Double(size),
                unit: "B", bar: .none),
        ]
        let peer = size == 1_000_000 ? try sqlite(of: size, in: directory.url) : nil
        for question in LogQuestion.all {
            say("\(millions) records: \(question.name)")
            rows += try session.rows(of: question, size: millions, peer: peer)
        }
        return rows
    }

    /// Stores records of the generator; returns the seconds that storing took.
    private func fill(_ store: DuckDBStore, _ size: Int) throws -> Double {
        var generator = RecordGenerator(count: size)
        let clock = ContinuousClock()
        var spent = Duration.zero
        var stored = 0
        while case let batch = generator.next(100_000), !batch.isEmpty {
            let start = clock.now
            try store.write(batch)
            spent += clock.now - start
            stored += batch.count
            if stored % 1_000_000 == 0 { say("storing, \(stored / 1_000_000) of \(size / 1_000_000) million records") }
        }
        return spent / .seconds(1)
    }

    private func sqlite(of size: Int, in directory: URL) throws -> SQLitePeer {
        say("storing the same in SQLite")
        let peer = try SQLitePeer(path: directory.appendingPathComponent("peer.sqlite").path)
        var generator = RecordGenerator(count: size)
        while case let batch = generator.next(100_000), !batch.isEmpty {
            try peer.store(batch)
        }
        return peer
    }
}
