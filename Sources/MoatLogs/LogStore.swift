public import Foundation

/// One stored record: a JSON object with exactly the columns of its table.
public struct LogLine: Hashable, Sendable {
    public var table: LogTable
    public var time: Date
    /// The object, UTF-8, without a line break.
    public var json: Data

    public init(table: LogTable, time: Date, json: Data) {
        self.table = table
        self.time = time
        self.json = json
    }
}

/// Where records are kept and asked for. JSON files today; the seam for a column store.
public protocol LogStore: Sendable {
    /// Stores a batch, all or nothing.
    func write(_ batch: [LogLine]) throws
    /// The newest `limit` records of these tables since a time, oldest first.
    func read(tables: Set<LogTable>, since: Date?, limit: Int) throws -> [LogLine]
}
