public import Foundation

/// Where records are kept and asked for: DuckDB in the process today; written so that a column
/// store elsewhere, such as ClickHouse, can be the second.
///
/// `accept`, `write` and `maintain` are called by the one `LogWriter`, the rest by anyone.
public protocol LogStore: LogQuerying {
    /// Hears of records that were taken over and will be written or given up; what a crash
    /// takes between is missing, and is counted when the store is opened again.
    func accept(_ count: Int)
    /// Stores a batch, all or nothing.
    func write(_ batch: [LogRecord]) throws
    /// Hears of accepted records that were given up, and counted elsewhere.
    func giveUp(_ count: Int)
    /// Deletes what is too old or too much, now and then. Not more often than once a second.
    func maintain(at now: Date) throws
    /// The newest `limit` records of these tables since a time, oldest first.
    func read(tables: Set<LogTable>, since: Date?, limit: Int) throws -> [LogLine]
    /// Records that the store knows it has lost, by reason.
    var losses: [String: UInt64] { get }
}
