import MoatModel
import Testing

@testable import MoatLogs

struct DuckDBAppenderTests {
    private let connection: DuckDBConnection

    init() throws { connection = try DuckDBConnection(DuckDBDatabase(path: nil)) }

    @Test func allTypesAndNullsAreStored() throws {
        let types: [DuckDBType] = [.boolean, .integer, .bigint, .double, .timestamp, .varchar, .json]
        let columns = types.enumerated().map { "c\($0.offset) \($0.element.rawValue)" }
        try connection.execute("CREATE TABLE t (\(columns.joined(separator: ", ")))")
        let appender = try connection.appender(schema: nil, table: "t", types: types)
        let full: [LogValue] = [
            .bool(true), .integer(-7), .integer(.min), .real(0.1), .datetime(-1), .string("é\u{1F980}\"'\0x"),
            .string("{}"),
        ]
        for row in [full, types.map { _ in .null }] {
            for (type, value) in zip(types, row) { appender.column(type, value) }
            try appender.endRow()
        }
        try appender.finish()
        #expect(try connection.query("SELECT * FROM t").rows == [full, types.map { _ in .null }])
    }

    @Test func moreRowsThanAVectorHoldsKeepTheirOrderAndNulls() throws {
        try connection.execute("CREATE TABLE t (n BIGINT, s VARCHAR)")
        let appender = try connection.appender(schema: nil, table: "t", types: [.bigint, .varchar])
        let count = 5000
        for row in 0..<count {
            appender.column(.bigint, .integer(Int64(row)))
            // A null in one vector is none in the next.
            appender.column(.varchar, row % 3 == 0 ? .null : .string("text number \(row)"))
            try appender.endRow()
        }
        try appender.finish()
        let rows = try connection.query("SELECT n, s FROM t").rows
        #expect(rows.count == count)
        for (index, row) in rows.enumerated() {
            #expect(row == [.integer(Int64(index)), index % 3 == 0 ? .null : .string("text number \(index)")])
        }
    }

    @Test func longTextsAreStoredWhole() throws {
        try connection.execute("CREATE TABLE t (s VARCHAR)")
        let appender = try connection.appender(schema: nil, table: "t", types: [.varchar])
        let texts = [12, 13, 4096, 1_000_000].map { String(repeating: "ä", count: $0) }
        for text in texts {
            appender.column("s", text)
            try appender.endRow()
        }
        try appender.finish()
        #expect(try connection.query("SELECT s FROM t").rows == texts.map { [.string($0)] })
    }

    @Test func addressesAreWrittenAsText() throws {
        try connection.execute("CREATE TABLE t (s VARCHAR)")
        let appender = try connection.appender(schema: nil, table: "t", types: [.varchar])
        let texts = ["0.0.0.0", "10.1.20.255", "255.255.255.255", "100.0.9.10", "2001:db8::1"]
        for text in texts {
            appender.column("s", IPAddress(text))
            try appender.endRow()
        }
        appender.column("s", nil as IPAddress?)
        try appender.endRow()
        try appender.finish()
        #expect(try connection.query("SELECT s FROM t").rows == (texts + [""]).map { [.string($0)] })
    }

    @Test func whatIsNotFinishedIsNotThere() throws {
        try connection.execute("CREATE TABLE t (n BIGINT)")
        try connection.execute("BEGIN")
        do {
            let appender = try connection.appender(schema: nil, table: "t", types: [.bigint])
            appender.column("n", long: 1)
            try appender.endRow()
        }
        try connection.execute("ROLLBACK")
        #expect(try connection.query("SELECT n FROM t").rows.isEmpty)
    }

    @Test func aTableThatIsNotThereIsAnError() throws {
        let error = #expect(throws: DuckDBError.self) {
            try connection.appender(schema: nil, table: "nowhere", types: [.bigint])
        }
        #expect(error?.description.contains("nowhere") == true)
    }
}
