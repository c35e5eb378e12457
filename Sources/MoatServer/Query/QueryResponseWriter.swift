import Foundation
import MoatKQL
import MoatLogs

/// Writes an answer as Azure Monitor's API does (learn.microsoft.com,
/// azure/azure-monitor/logs/api/response-format): `{"tables": [{"name": "PrimaryResult",
/// "columns": […], "rows": […]}], …}`. By hand, since a result may have half a million rows.
struct QueryResponseWriter {
    private(set) var bytes: [UInt8] = []
    /// Rows that were written.
    private(set) var rowCount = 0

    /// - Parameters:
    ///   - answer: what is written
    ///   - limit: bytes of rows; what is beyond is left out, and the response says so
    ///   - preferences: what comes beside the table
    /// - Throws: what encoding to JSON throws
    init(_ answer: QueryAnswer, limit: Int, _ preferences: QueryPreferences) throws {
        write(#"{"tables":[{"name":"PrimaryResult","columns":["#)
        for (index, column) in answer.columns.enumerated() {
            write(index > 0 ? #",{"name":"# : #"{"name":"#)
            write(string: column.name)
            write(#","type":""# + column.type.rawValue + #""}"#)
        }
        write(#"],"rows":["#)
        let start = bytes.count
        var isCut = false
        for row in answer.rows {
            let before = bytes.count
            if rowCount > 0 { bytes.append(UInt8(ascii: ",")) }
            write(row, answer.columns)
            guard bytes.count - start <= limit else {
                bytes.removeSubrange(before...)
                isCut = true
                break
            }
            rowCount += 1
        }
        let size = bytes.count - start
        write("]}]")
        if preferences.includesStatistics {
            write(
                #","statistics":{"query":{"executionTime":\#(answer.seconds),"datasetStatistics":[{"tableRowCount":\#(rowCount),"tableSize":\#(size)}]}}"#
            )
        }
        if preferences.includesRender {
            write(#","render":"#)
            bytes += try APICoding.encoder.encode(QueryRenderBody(answer.render))
        }
        if let error = Self.partialError(answer, isCut: isCut, limit: limit) {
            write(#","error":"#)
            bytes += try APICoding.encoder.encode(error)
        }
        write("}")
    }

    // The words are Kusto's (learn.microsoft.com, kusto/concepts/query-limits).
    private static func partialError(_ answer: QueryAnswer, isCut: Bool, limit: Int) -> QueryError? {
        if isCut { return .partial("Query result set has exceeded the internal data size limit \(limit)") }
        guard let rows = answer.rowLimit else { return nil }
        return .partial("Query result set has exceeded the internal record count limit \(rows)")
    }

    private mutating func write(_ row: [LogValue], _ columns: [KQLColumn]) {
        bytes.append(UInt8(ascii: "["))
        for (index, column) in columns.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(index < row.count ? row[index] : .null, column.type)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ value: LogValue, _ type: KQLType) {
        switch value {
        case .null: write(type == .string ? #""""# : "null")
        case .bool(let value): write(value ? "true" : "false")
        case .integer(let value) where type == .timespan:
            write(#"""# + QueryValueText.timespan(ticks: value) + #"""#)
        case .integer(let value): write(String(value))
        case .real(let value) where value.isFinite: write("\(value)")
        case .real(let value): write(value.isNaN ? #""NaN""# : value < 0 ? #""-Infinity""# : #""Infinity""#)
        case .datetime(let value): write(#"""# + QueryValueText.datetime(microseconds: value) + #"""#)
        case .string(let value): write(string: value)
        }
    }

    private mutating func write(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// With the escapes that JSON wants (RFC 8259, section 7).
    private mutating func write(string: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes.append(contentsOf: #"\u00"#.utf8)
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
