public import Foundation
public import Logging
import Synchronization

/// Keeps log records in DuckDB: one file, `logs.duckdb`, that only this process has open.
///
/// A batch is one transaction, on the disk when `write` returns. Questions run beside the writer,
/// each on a connection of its own that can change nothing and reach no file. After `kill -9`
/// the file opens with all batches that were written, and `losses` has the count of accepted
/// records that were not. A file that cannot be read is put aside and a new one begun.
public final class DuckDBStore: LogStore {
    private struct Access {
        var database: DuckDBDatabase?
        var readers: [ObjectIdentifier: DuckDBConnection] = [:]
    }

    private let directory: URL
    private let origin: LogOrigin
    private let retention: LogRetention
    private let memory: Int
    private let logger: Logger
    private let ledger: LogLedger
    private let missing: Atomic<UInt64>
    private let access = Mutex(Access())
    private let writing: Mutex<LogBatchWriter?>
    private let keeper: Mutex<LogKeeper>

    /// Opens the store in a directory, which is made (mode 0750) where there is none.
    ///
    /// `memory` is what DuckDB may use for writing and for all questions together, in bytes; what
    /// a question needs beyond it goes to the disk for a while, up to 2 GB.
    ///
    /// - Throws: `LogStoreError` where DuckDB is not to be found, another process has the file,
    ///   or a newer Moat wrote it.
    public init(
        directory: URL, origin: LogOrigin, retention: LogRetention = LogRetention(), memory: Int = 512 << 20,
        logger: Logger = Logger(label: "moat-logs")
    ) throws {
        self.directory = directory
        self.origin = origin
        self.retention = retention
        self.memory = memory
        self.logger = logger
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
            ledger = try LogLedger(path: directory.appendingPathComponent("logs.ledger").path)
        } catch {
            throw LogStoreError("the log directory \(directory.path) cannot be used: \(error)")
        }
        let opened = try Self.patiently { [logger] in
            try LogDatabase(directory: directory, origin: origin, memory: memory, logger: logger)
        }
        let lost = ledger.due - min(ledger.due, opened.records)
        missing = Atomic(lost)
        if lost > 0 {
            logger.error("\(lost) log records were accepted but not stored when the firewall last stopped")
        }
        ledger.reset(stored: opened.records)
        writing = Mutex(try LogBatchWriter(opened.database, origin))
        keeper = Mutex(LogKeeper(file: directory.appendingPathComponent("logs.duckdb"), retention: retention))
        access.withLock { $0.database = opened.database }
    }

    /// DuckDB's threads take over the priority of the one that opens it: who judges goes first.
    private static func patiently(_ open: @escaping @Sendable () throws -> LogDatabase) throws -> LogDatabase {
        let result = Mutex<Result<LogDatabase, any Error>?>(nil)
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
            let opened = Result { try open() }
            result.withLock { $0 = opened }
            done.signal()
        }
        thread.start()
        done.wait()
        guard let opened = result.withLock({ $0 }) else { throw LogStoreError("the log store was not opened") }
        return try opened.get()
    }

    public func accept(_ count: Int) { ledger.accept(count) }

    public func giveUp(_ count: Int) { ledger.giveUp(count) }

    public var losses: [String: UInt64] {
        ["log records lost in a crash": missing.load(ordering: .relaxed)]
    }

    public func write(_ batch: [LogRecord]) throws {
        try writing.withLock { writer in
            if writer == nil { writer = try reopened() }
            do {
                try writer?.write(batch)
            } catch {
                // After some errors DuckDB takes nothing more until it is opened again.
                writer = nil
                throw error
            }
        }
    }

    public func maintain(at now: Date) throws {
        try writing.withLock { writer in
            guard let connection = writer?.connection else { return }
            try keeper.withLock { try $0.run(connection, at: now) }
        }
    }

    /// Ends all questions and opens the file anew.
    private func reopened() throws -> LogBatchWriter {
        let readers = access.withLock { access in
            access.database = nil
            return Array(access.readers.values)
        }
        for reader in readers { reader.interrupt() }
        for _ in 0..<500 where !access.withLock({ $0.readers.isEmpty }) { usleep(10_000) }
        guard access.withLock({ $0.readers.isEmpty }) else {
            throw LogStoreError("a question does not end, so that the log store is not opened again yet")
        }
        let (directory, origin, memory, logger) = (directory, origin, memory, logger)
        let opened = try Self.patiently {
            try LogDatabase(directory: directory, origin: origin, memory: memory, logger: logger)
        }
        let writer = try LogBatchWriter(opened.database, origin)
        access.withLock { $0.database = opened.database }
        return writer
    }

    public func query(_ sql: String, limits: LogQueryLimits, tables: [LogExternalTable]) throws -> LogQueryResult {
        do {
            return try reading { connection in
                for table in tables { try load(table, connection) }
                try connection.execute("BEGIN TRANSACTION READ ONLY")
                let watch = LogQueryWatch(connection, limits)
                defer { watch.end() }
                do {
                    return try connection.query(sql, maximumRows: limits.rows)
                } catch let error as DuckDBError where error.code == .interrupted {
                    throw watch.reason
                }
            }
        } catch let error as DuckDBError {
            switch error.code {
            case .outOfMemory: throw LogQueryError(.outOfMemory, error.description)
            case .interrupted: throw LogQueryError(.failed, "the log store was opened anew meanwhile; ask again")
            default: throw LogQueryError(.failed, error.description)
            }
        }
    }

    private func load(_ table: LogExternalTable, _ connection: DuckDBConnection) throws {
        let types = table.columns.map { DuckDBType($0.kind) }
        let columns = zip(table.columns, types).map { "\(LogSchema.quoted($0.name)) \($1.rawValue)" }
        try connection.execute(
            "CREATE TEMP TABLE \(LogSchema.quoted(table.name)) (\(columns.joined(separator: ", ")))")
        let appender = try connection.appender(schema: nil, table: table.name, types: types)
        for row in table.rows {
            for (type, value) in zip(types, row) { appender.column(type, value) }
            try appender.endRow()
        }
        try appender.finish()
    }

    public func read(tables: Set<LogTable>, since: Date?, limit: Int) throws -> [LogLine] {
        try reading { connection in
            var lines: [LogLine] = []
            for table in LogTable.allCases where tables.contains(table) {
                let columns =
                    [LogColumn("TimeGenerated", .datetime)] + table.columns.filter { $0.name != "TimeGenerated" }
                let names = columns.map { LogSchema.quoted($0.name) }.joined(separator: ", ")
                let start = since.map {
                    "WHERE TimeGenerated >= make_timestamp(\(LogTimestamp($0).microseconds)::BIGINT) "
                }
                let result = try connection.query(
                    "SELECT \(names) FROM \(LogSchema.quoted(table.rawValue)) \(start ?? "")ORDER BY TimeGenerated DESC LIMIT \(max(0, limit))"
                )
                lines += result.rows.reversed().compactMap { LogLine(table: table, columns: columns, row: $0) }
            }
            // Stable, so that records of one moment stay as they were stored.
            let sorted = lines.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            return sorted.suffix(max(0, limit)).map(\.element)
        }
    }

    private func reading<Value>(_ body: (DuckDBConnection) throws -> Value) throws -> Value {
        let connection = try access.withLock { access in
            guard let database = access.database else {
                throw LogQueryError(.failed, "the log store is being opened anew; ask again")
            }
            let connection = try DuckDBConnection(database)
            access.readers[ObjectIdentifier(connection)] = connection
            return connection
        }
        defer { access.withLock { _ = $0.readers.removeValue(forKey: ObjectIdentifier(connection)) } }
        return try body(connection)
    }
}
