import Foundation
import Logging
import Testing

@testable import MoatLogs

struct LogKeeperTests {
    private let directory: TemporaryDirectory
    private let origin = LogOrigin(firewall: "edge")
    private var file: URL { directory.url.appendingPathComponent("logs.duckdb") }

    init() throws { directory = try TemporaryDirectory() }

    private func open() throws -> LogBatchWriter {
        let opened = try LogDatabase(
            directory: directory.url, origin: origin, memory: 256 << 20,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return try LogBatchWriter(opened.database, origin)
    }

    private func count(_ connection: DuckDBConnection) throws -> Int64 {
        let result = try connection.query("SELECT count(*) FROM stored.\"AZFWNetworkRule\"")
        guard case .integer(let count)? = result.rows.first?.first else { return -1 }
        return count
    }

    /// Records of a second each, whose rule names do not compress.
    private func write(_ writer: LogBatchWriter, from first: Int, count: Int) throws {
        try writer.connection.execute(
            """
            INSERT INTO stored."AZFWNetworkRule" SELECT * EXCLUDE (n) REPLACE (\
            make_timestamp((\(first) + n)::BIGINT * 1000000) AS TimeGenerated, md5(n::VARCHAR || '\(first)') AS "Rule") \
            FROM stored."AZFWNetworkRule" CROSS JOIN (SELECT range AS n FROM range(\(count))) \
            WHERE TimeGenerated = make_timestamp(0)
            """)
    }

    @Test func theFileStaysBoundedUnderSteadyIngest() throws {
        let writer = try open()
        let limit = 16 << 20
        var keeper = LogKeeper(file: file, retention: LogRetention(age: 1e9, bytes: limit), interval: 0)
        let template = try LogRecordTests.networkRule(at: 0)
        var sizes: [Int] = []
        for turn in 0..<14 {
            // The template is the oldest and goes with them.
            try writer.connection.execute(
                "DELETE FROM stored.\"AZFWNetworkRule\" WHERE TimeGenerated = make_timestamp(0)")
            try writer.write([template])
            try write(writer, from: 1 + turn * 150_000, count: 150_000)
            try keeper.run(writer.connection, at: Date(timeIntervalSince1970: 3_000_000))
            let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int
            sizes.append(try #require(size))
        }
        // Room of deleted records is used again; what one interval brings comes on top.
        #expect(sizes.allSatisfy { $0 < 3 * limit }, "\(sizes)")
        #expect(sizes.suffix(5).allSatisfy { $0 < 2 * limit }, "\(sizes)")
        #expect(try count(writer.connection) > 150_000)
    }

    @Test func nothingIsDeletedForBytesWhereTheFileCannotBeCheckpointed() throws {
        let writer = try open()
        try writer.write(try (1...5000).map { try LogRecordTests.networkRule(at: $0 * 1_000_000_000) })
        var keeper = LogKeeper(file: file, retention: LogRetention(age: 1e9, bytes: 1), interval: 0)
        // A transaction of its own that has changed something, on the same connection.
        try writer.connection.execute("BEGIN; UPDATE stored.store SET records = 1")
        #expect(throws: DuckDBError.self) { try keeper.run(writer.connection, at: .now) }
        try? writer.connection.execute("ROLLBACK")
        #expect(try count(writer.connection) == 5000)
        try keeper.run(writer.connection, at: .now)
        #expect(try count(writer.connection) < 5000)
    }

    @Test func itHasWorkOnceAnInterval() throws {
        let writer = try open()
        var keeper = LogKeeper(file: file, retention: LogRetention(age: 100), interval: 60)
        let now = Date(timeIntervalSince1970: 1000)
        try keeper.run(writer.connection, at: now)
        try writer.write([try LogRecordTests.networkRule(at: 1_000_000_000)])
        try keeper.run(writer.connection, at: now.addingTimeInterval(59))
        #expect(try count(writer.connection) == 1)
        try keeper.run(writer.connection, at: now.addingTimeInterval(60))
        #expect(try count(writer.connection) == 0)
    }
}
