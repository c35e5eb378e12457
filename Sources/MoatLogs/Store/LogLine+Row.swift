import Foundation

extension LogLine {
    /// A stored record as the object that it was; `columns` name the values, of which the first
    /// is the time.
    init?(table: LogTable, columns: [LogColumn], row: [LogValue]) {
        guard case .datetime(let microseconds) = row.first else { return nil }
        let time = LogTimestamp(microseconds: microseconds)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(960)
        for (column, value) in zip(columns, row) {
            bytes.append(contentsOf: bytes.isEmpty ? "{\"".utf8 : ",\"".utf8)
            bytes.append(contentsOf: column.name.utf8)
            bytes.append(contentsOf: "\":".utf8)
            switch value {
            case .null: bytes.append(contentsOf: "null".utf8)
            case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
            case .integer(let value): bytes.append(contentsOf: value.description.utf8)
            case .real(let value): bytes.append(contentsOf: Self.number(value).utf8)
            case .string(let text):
                bytes.append(UInt8(ascii: "\""))
                bytes.appendJSONEscaped(text)
                bytes.append(UInt8(ascii: "\""))
            case .datetime(let value):
                bytes.append(UInt8(ascii: "\""))
                LogTimestamp(microseconds: value).write(to: &bytes)
                bytes.append(UInt8(ascii: "\""))
            }
        }
        bytes.append(UInt8(ascii: "}"))
        self.init(table: table, time: time.date, json: Data(bytes))
    }

    /// As `LogRecordWriter` writes it: whole numbers of a constant column without a fraction.
    private static func number(_ value: Double) -> String {
        value == 0 ? "0" : value.description
    }
}
