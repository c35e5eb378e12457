import Logging
import Testing

@testable import MoatLogs

struct LogBatchWriterTests {
    private let directory: TemporaryDirectory
    private let writer: LogBatchWriter

    init() throws {
        directory = try TemporaryDirectory()
        let opened = try LogDatabase(
            directory: directory.url, origin: LogOrigin(firewall: "edge"), memory: 256 << 20,
            logger: .init(label: "test"))
        writer = try LogBatchWriter(opened.database, LogOrigin(firewall: "edge"))
    }

    private func count(_ table: LogTable) throws -> [[LogValue]] {
        try writer.connection.query("SELECT count(*) FROM \(LogSchema.quoted(table.rawValue))").rows
    }

    @Test func tablesMayTakeTurnsInABatch() throws {
        let pair = [try LogRecordTests.networkRule(), try LogRecordTests.natRule()]
        try writer.write((0..<3000).flatMap { _ in pair })
        #expect(try count(.networkRule) == [[.integer(3000)]])
        #expect(try count(.natRule) == [[.integer(3000)]])
        #expect(try writer.storedRecords() == 6000)
    }

    @Test func aBatchThatFailsLeavesNothing() throws {
        try writer.connection.execute("ALTER TABLE stored.\"AZFWNatRule\" RENAME TO \"gone\"")
        #expect(throws: DuckDBError.self) {
            try writer.write([try LogRecordTests.networkRule(), try LogRecordTests.natRule()])
        }
        #expect(try writer.storedRecords() == 0)
        try writer.write([try LogRecordTests.networkRule()])
        #expect(try count(.networkRule) == [[.integer(1)]])
        #expect(try writer.storedRecords() == 1)
    }

    @Test func anEmptyBatchIsNoHarm() throws {
        try writer.write([])
        #expect(try writer.storedRecords() == 0)
    }
}
