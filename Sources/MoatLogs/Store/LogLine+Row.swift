import Foundation

extension LogLine {
    /// A stored record as the object that it was; `columns` name the values, of which the first
    /// is the time.
    init?(table: LogTable, columns: [LogColumn], row: [LogValue]) {
        guard case .datetime(let microseconds) = row.first else { return nil }
        let time = LogTimestamp(microseconds: microseconds)
        var writer = LogRecordWriter(time: time)
        for (column, value) in zip(columns, row).dropFirst() { writer.column(named: column.name, value) }
        writer.finish()
        self.init(table: table, time: time.date, json: Data(writer.bytes))
    }
}
