import Foundation
import Testing

@testable import MoatLogs

struct DuckDBConnectionTests {
    private let connection: DuckDBConnection

    init() throws { connection = try DuckDBConnection(DuckDBDatabase(path: nil)) }

    @Test func valuesOfAllTypesAreRead() throws {
        let result = try connection.query(
            """
            SELECT true AS a, 1::TINYINT, -2::SMALLINT, 3::INTEGER, 4::BIGINT, 5::UTINYINT, 6::USMALLINT, 7::UINTEGER, \
            8::UBIGINT, 1.5::FLOAT, 2.5::DOUBLE, make_timestamp(1000001), 'twelve bytes', 'thirteen bytes', '', NULL, \
            sum(9::BIGINT), '[1]'::JSON
            """)
        #expect(
            result.rows == [
                [
                    .bool(true), .integer(1), .integer(-2), .integer(3), .integer(4), .integer(5), .integer(6),
                    .integer(7), .integer(8), .real(1.5), .real(2.5), .datetime(1_000_001), .string("twelve bytes"),
                    .string("thirteen bytes"), .string(""), .null, .integer(9), .string("[1]"),
                ]
            ])
        #expect(result.columns.first == "a")
    }

    @Test func whatDoesNotFitInto64BitsIsTheNearestThatDoes() throws {
        let result = try connection.query(
            "SELECT 18446744073709551615::UBIGINT, 1e30::HUGEINT, -1e30::HUGEINT, -5::HUGEINT")
        #expect(result.rows == [[.integer(.max), .integer(.max), .integer(.min), .integer(-5)]])
    }

    @Test func aTypeThatIsNotReadIsAnError() throws {
        let error = #expect(throws: DuckDBError.self) { try connection.query("SELECT [1, 2] AS l") }
        #expect(error?.description.contains("the column l") == true)
    }

    @Test func rowsBeyondTheLimitAreLeftOut() throws {
        let result = try connection.query("SELECT range FROM range(10000) ORDER BY range", maximumRows: 3000)
        #expect(result.isTruncated && result.rows.count == 3000 && result.rows[2999] == [.integer(2999)])
        #expect(try !connection.query("SELECT range FROM range(3000)", maximumRows: 3000).isTruncated)
        #expect(try connection.query("SELECT range FROM range(0)").rows.isEmpty)
    }

    @Test func errorsSayWhatIsWrong() throws {
        let unknown = #expect(throws: DuckDBError.self) { try connection.query("SELECT * FROM nowhere") }
        #expect(unknown?.code == .failed && unknown?.description.contains("nowhere") == true)
        let syntax = #expect(throws: DuckDBError.self) { try connection.execute("SELEC 1") }
        #expect(syntax?.code == .failed)
        // It can be used again.
        #expect(try connection.query("SELECT 1").rows == [[.integer(1)]])
    }

    @Test func anErrorAmidTheRowsIsNotAShortAnswer() throws {
        #expect(throws: DuckDBError.self) {
            try connection.query("SELECT CASE WHEN range = 9000 THEN error('late') ELSE '' END FROM range(10000)")
        }
    }

    @Test func anotherThreadMayInterruptIt() throws {
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) { [connection] in connection.interrupt() }
        let error = #expect(throws: DuckDBError.self) {
            try connection.query(
                "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range * b.range % 7 = 3")
        }
        #expect(error?.code == .interrupted)
    }

    @Test func outOfMemoryHasItsCode() throws {
        let small = try DuckDBConnection(DuckDBDatabase(path: nil, settings: ["memory_limit": "16MB"]))
        let error = #expect(throws: DuckDBError.self) {
            try small.query("SELECT len(list(range)) FROM range(100000000)")
        }
        #expect(error?.code == .outOfMemory)
    }
}
