public import Foundation

/// Keeps nothing: records are shown to who follows them, and gone.
public struct NoLogStore: LogStore {
    public init() {}

    public func accept(_ count: Int) {}

    public func write(_ batch: [LogRecord]) throws {}

    public func giveUp(_ count: Int) {}

    public func maintain(at now: Date) throws {}

    public func read(tables: Set<LogTable>, since: Date?, limit: Int) throws -> [LogLine] { [] }

    public var losses: [String: UInt64] { [:] }

    public func query(_ sql: String, limits: LogQueryLimits, tables: [LogExternalTable]) throws -> LogQueryResult {
        throw LogQueryError(.failed, "log records are not kept here; start moat serve without --no-log-store")
    }
}
