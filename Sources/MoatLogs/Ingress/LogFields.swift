import Foundation
import MoatModel

/// The columns of a record that came as one JSON object, read strictly: all that its table has, each of
/// its type, and no other.
struct LogFields {
    let table: LogTable
    private let values: [String: Field]

    /// - Throws: `LogFieldError`
    init(line: Data, tables: [LogTable]) throws(LogFieldError) {
        let values: [String: Field]
        do {
            values = try JSONDecoder().decode([String: Field].self, from: line)
        } catch {
            throw LogFieldError("it is not one JSON object of texts and numbers")
        }
        guard case .text(let name)? = values["Type"], let table = tables.first(where: { $0.rawValue == name }) else {
            throw LogFieldError("Type is not one of \(tables.map(\.rawValue).joined(separator: ", "))")
        }
        let known = Set(table.ownColumns.map(\.name) + ["TimeGenerated", "Type"])
        if let unknown = values.keys.filter({ !known.contains($0) }).min() {
            throw LogFieldError("\(table.rawValue) has no column '\(unknown.prefix(64))'")
        }
        self.table = table
        self.values = values
    }

    private enum Field: Decodable {
        case text(String)
        case integer(Int64)
        case real(Double)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let integer = try? container.decode(Int64.self) {
                self = .integer(integer)
            } else {
                self = .real(try container.decode(Double.self))
            }
        }
    }

    func time() throws(LogFieldError) -> LogTimestamp {
        guard let time = LogTimestamp(text: try text("TimeGenerated", atMost: LogTimestamp.textLength).utf8) else {
            throw LogFieldError("TimeGenerated is not a time such as 2026-11-23T21:04:36.123456Z")
        }
        return time
    }

    func text(_ column: String, atMost limit: Int) throws(LogFieldError) -> String {
        guard case .text(let text)? = values[column] else { throw LogFieldError("\(column) is not a text") }
        guard text.utf8.count <= limit else {
            throw LogFieldError("\(column) has \(text.utf8.count) bytes, and may have \(limit)")
        }
        return text
    }

    func address(_ column: String) throws(LogFieldError) -> IPAddress {
        guard let address = IPAddress(try text(column, atMost: 64)) else {
            throw LogFieldError("\(column) is not an IP address")
        }
        return address
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ column: String
    ) throws(LogFieldError) -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: try text(column, atMost: 64)) else {
            let choices = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            throw LogFieldError("\(column) is not one of \(choices)")
        }
        return choice
    }

    /// A number that the type holds.
    func number<Number: FixedWidthInteger>(_ column: String) throws(LogFieldError) -> Number {
        guard case .integer(let value)? = values[column], let number = Number(exactly: value) else {
            throw LogFieldError("\(column) is not a whole number from \(Number.min) to \(Number.max)")
        }
        return number
    }

    /// A number of type long that counts something.
    func long(_ column: String) throws(LogFieldError) -> UInt64 {
        guard case .integer(let value)? = values[column], let count = UInt64(exactly: value) else {
            throw LogFieldError("\(column) is not a whole number from 0 to \(Int64.max)")
        }
        return count
    }

    /// A length of time, in seconds.
    func seconds(_ column: String) throws(LogFieldError) -> Double {
        let value: Double? =
            switch values[column] {
            case .integer(let value): Double(value)
            case .real(let value): value
            case .text, nil: nil
            }
        guard let value, value.isFinite, value >= 0 else {
            throw LogFieldError("\(column) is not a number of seconds")
        }
        return value
    }
}
