public import Foundation

/// One record as a JSON object with exactly the columns of its table.
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
