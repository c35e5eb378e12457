import Foundation
import Logging
import MoatModel
import Testing

@testable import MoatLogs

struct DuckDBStoreTests {
    private let directory: TemporaryDirectory
    private let origin = LogOrigin(firewall: "edge")

    init() throws { directory = try TemporaryDirectory() }

    private func store(_ retention: LogRetention = LogRetention()) throws -> DuckDBStore {
        try DuckDBStore(
            directory: directory.url, origin: origin, retention: retention,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private static func all() throws -> [LogRecord] {
        [
            try LogRecordTests.networkRule(), try LogRecordTests.natRule(), try LogRecordTests.applicationRule(),
            try LogRecordTests.dnsQuery(), LogRecordTests.resolutionFailure(server: nil),
            try LogRecordTests.flow(translated: "10.0.4.4"), try LogRecordTests.flowTrace(),
            try LogRecordTests.fatFlow(), try LogRecordTests.ingressAccess(), try LogRecordTests.waf(),
        ] + (try LogRecordTests.aggregations())
    }

    @Test func whatWasWrittenIsReadAsItWas() throws {
        let store = try store()
        let records = try Self.all()
        try store.write(records)
        let lines = try store.read(tables: Set(LogTable.allCases), since: nil, limit: 100)
        #expect(lines.count == records.count)
        for record in records {
            let expected = record.line(origin)
            let found = try #require(lines.first { $0.table == record.table })
            #expect(
                try JSONSerialization.jsonObject(with: found.json) as? NSDictionary
                    == JSONSerialization.jsonObject(with: expected.json) as? NSDictionary, "\(record.table)")
        }
    }

    @Test func aBatchIsStoredWholeAndReadByTableTimeAndNumber() throws {
        let store = try store()
        try store.write(try (1...5000).map { try LogRecordTests.networkRule(at: $0 * 1_000_000_000) })
        try store.write([try LogRecordTests.natRule(at: 6000 * 1_000_000_000)])
        let newest = try store.read(tables: [.networkRule], since: nil, limit: 3)
        #expect(newest.map(\.time.timeIntervalSince1970) == [4998, 4999, 5000])
        let since = Date(timeIntervalSince1970: 4999)
        #expect(try store.read(tables: [.networkRule, .natRule], since: since, limit: 100).count == 3)
        #expect(try store.read(tables: [.networkRule], since: nil, limit: 0).isEmpty)
    }

    @Test func aStoreIsOpenedAgainWithWhatIsInIt() throws {
        do {
            let store = try store()
            store.accept(1)
            try store.write([try LogRecordTests.networkRule()])
        }
        let again = try store()
        #expect(try again.read(tables: [.networkRule], since: nil, limit: 10).count == 1)
        #expect(again.losses["log records lost in a crash"] == 0)
    }

    @Test func recordsThatWereAcceptedAndNotStoredAreCounted() throws {
        do {
            let store = try store()
            store.accept(10)
            try store.write([try LogRecordTests.networkRule()])
            store.giveUp(2)
        }
        #expect(try store().losses["log records lost in a crash"] == 7)
        #expect(try store().losses["log records lost in a crash"] == 0, "only once")
    }

    @Test func aDamagedFileIsPutAside() throws {
        let file = directory.url.appendingPathComponent("logs.duckdb")
        try FileManager.default.createDirectory(at: directory.url, withIntermediateDirectories: true)
        try Data(repeating: 0x5a, count: 40_000).write(to: file)
        let store = try store()
        try store.write([try LogRecordTests.networkRule()])
        #expect(try store.read(tables: [.networkRule], since: nil, limit: 10).count == 1)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.url.path)
        #expect(names.contains { $0.hasPrefix("logs.duckdb.damaged-") })
    }

    @Test func whatADamagedFileHeldIsNotLostInACrash() throws {
        let file = directory.url.appendingPathComponent("logs.duckdb")
        do {
            let store = try store()
            store.accept(1000)
            try store.write(try (1...1000).map { try LogRecordTests.networkRule(at: $0) })
        }
        try Data(repeating: 0x5a, count: 40_000).write(to: file)
        do {
            let store = try store()
            #expect(store.losses == ["log records lost in a crash": 0, "damaged log files put aside": 1])
            store.accept(5)
            try store.write([try LogRecordTests.networkRule()])
        }
        // The count begins anew with the file.
        #expect(try store().losses == ["log records lost in a crash": 4, "damaged log files put aside": 0])
    }

    @Test func aFileOfAnotherProcessIsLeftAlone() throws {
        do { try store().write([try LogRecordTests.networkRule()]) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            "import fcntl,os,sys\nf=open(sys.argv[1],'r+b')\nfcntl.lockf(f,fcntl.LOCK_EX)\nos.write(1,b'locked')\nsys.stdin.read()",
            directory.url.appendingPathComponent("logs.duckdb").path,
        ]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        #expect(output.fileHandleForReading.availableData == Data("locked".utf8))
        let error = #expect(throws: LogStoreError.self) { try store() }
        #expect(error?.description.contains("another daemon has it") == true, "\(String(describing: error))")
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(try store().read(tables: [.networkRule], since: nil, limit: 10).count == 1)
    }

    @Test func aFileOfANewerMoatIsRefused() throws {
        _ = try store()
        do {
            let database = try DuckDBDatabase(path: directory.url.appendingPathComponent("logs.duckdb").path)
            try DuckDBConnection(database).execute("UPDATE stored.store SET version = 2")
        }
        let error = #expect(throws: LogStoreError.self) { try store() }
        #expect(error?.description.contains("written by a newer version of moat; start that version") == true)
    }

    @Test func aRenamedFirewallKeepsTheNameOfEarlierRecords() throws {
        do { try store().write([try LogRecordTests.networkRule(at: 1)]) }
        let renamed = try DuckDBStore(directory: directory.url, origin: LogOrigin(firewall: "core"))
        try renamed.write([try LogRecordTests.networkRule(at: 1_000_000)])
        let result = try renamed.query(
            "SELECT split_part(_ResourceId, '/', -1) FROM \"AZFWNetworkRule\" ORDER BY TimeGenerated",
            limits: LogQueryLimits(), tables: [])
        #expect(result.rows == [[.string("edge")], [.string("core")]])
    }

    @Test func aQueryCanChangeNothingAndReachNoFile() throws {
        let store = try store()
        try store.write([try LogRecordTests.networkRule()])
        for sql in [
            "DELETE FROM stored.\"AZFWNetworkRule\"", "CREATE TABLE t (x INTEGER)", "DROP VIEW \"AZFWNetworkRule\"",
            "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM read_text('/etc/passwd')",
            "COPY (SELECT 1) TO '/tmp/moat-test-copy.csv'", "ATTACH '/tmp/moat-test.db'", "INSTALL httpfs",
            "SET enable_external_access = true", "SET memory_limit = '1GB'",
        ] {
            #expect(throws: LogQueryError.self, "\(sql)") {
                try store.query(sql, limits: LogQueryLimits(), tables: [])
            }
        }
        #expect(try store.read(tables: [.networkRule], since: nil, limit: 10).count == 1)
    }

    @Test func aQueryKeepsToItsLimits() throws {
        let store = try store()
        let some = try store.query(
            "SELECT range AS n FROM range(100000) ORDER BY n", limits: LogQueryLimits(rows: 5000), tables: [])
        #expect(some.isTruncated && some.rows.count == 5000)
        #expect(some.rows.last == [.integer(4999)])
        let whole = try store.query("SELECT 1 AS n", limits: LogQueryLimits(rows: 1), tables: [])
        #expect(!whole.isTruncated)
        let endless = "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range * b.range % 7 = 3"
        let late = #expect(throws: LogQueryError.self) {
            try store.query(endless, limits: LogQueryLimits(time: 0.2), tables: [])
        }
        #expect(late?.code == .timedOut)
        let limits = LogQueryLimits(time: 30)
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.2) { limits.cancellation.cancel() }
        let cancelled = #expect(throws: LogQueryError.self) {
            try store.query(endless, limits: limits, tables: [])
        }
        #expect(cancelled?.code == .cancelled)
    }

    @Test func aQueryMayReadTablesFromElsewhere() throws {
        let store = try store()
        let table = LogExternalTable(
            name: "blocked \"nets\"",
            columns: [
                .init("net", .string), .init("n", .long), .init("r", .real), .init("b", .bool), .init("t", .datetime),
                .init("j", .json), .init("i", .int),
            ],
            rows: [
                [
                    .string("10.0.0.0/8, which is a long one"), .integer(7), .real(1.5), .bool(true),
                    .datetime(1_000_000), .string("[1,2]"), .integer(3),
                ],
                Array(repeating: .null, count: 7),
            ])
        let result = try store.query(
            "SELECT *, j->>0 AS first FROM \"blocked \"\"nets\"\"\"", limits: LogQueryLimits(), tables: [table])
        #expect(result.rows[0] == table.rows[0] + [.string("1")])
        #expect(result.rows[1] == Array(repeating: .null, count: 8))
        // It is gone with its query.
        #expect(throws: LogQueryError.self) {
            try store.query("SELECT * FROM \"blocked \"\"nets\"\"\"", limits: LogQueryLimits(), tables: [])
        }
    }

    @Test func whatIsTooOldIsDeleted() throws {
        let store = try store(LogRetention(age: 3600))
        let now = Date(timeIntervalSince1970: 1_795_600_000)
        let times = [now.addingTimeInterval(-3700), now.addingTimeInterval(-3500)]
        try store.write(try times.map { try LogRecordTests.networkRule(at: LogTimestamp($0).nanoseconds) })
        try store.maintain(at: now)
        let left = try store.read(tables: [.networkRule], since: nil, limit: 10)
        #expect(left.map(\.time) == [times[1]])
    }
}
