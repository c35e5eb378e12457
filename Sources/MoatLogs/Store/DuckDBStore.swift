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
        var watches: [ObjectIdentifier: LogQueryWatch] = [:]
    }

    private struct Writing {
        var writer: LogBatchWriter?
        /// Records in the file, as far as this process knows.
        var stored: UInt64
        /// When the file may be tried again that could not be opened.
        var nextAttempt: ContinuousClock.Instant?
    }

    private let directory: URL
    private let origin: LogOrigin
    private let retention: LogRetention
    private let memory: Int
    private let logger: Logger
    private let ledger: LogLedger
    private let missing: Atomic<UInt64>
    private let putAside = Atomic<UInt64>(0)
    private let access = Mutex(Access())
    private let writing: Mutex<Writing>
    private let keeper: Mutex<LogKeeper>

    /// Opens the store in a directory, which is made (mode 0750) where there is none.
    ///
    /// `memory` is what DuckDB may use for writing and for all questions together, in bytes; what
    /// a question needs beyond it goes to the disk for a while, up to 2 GB.
    ///
    /// What is too much is looked for every `keeping` seconds.
    ///
    /// - Throws: `LogStoreError` where DuckDB is not to be found, another process has the file,
    ///   or a newer Moat wrote it.
    public init(
        directory: URL, origin: LogOrigin, retention: LogRetention = LogRetention(), memory: Int = 512 << 20,
        keeping interval: Double = 60, logger: Logger = Logger(label: "moat-logs")
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
        // What a file that was damaged or is gone held was stored once; nobody knows what a crash
        // took beside it.
        let lost = opened.isNew ? 0 : ledger.due - min(ledger.due, opened.records)
        missing = Atomic(lost)
        if lost > 0 {
            logger.error("\(lost) log records were accepted but not stored when the firewall last stopped")
        }
        ledger.reset(stored: opened.records)
        writing = Mutex(Writing(writer: try LogBatchWriter(opened.database, origin), stored: opened.records))
        keeper = Mutex(
            LogKeeper(
                file: directory.appendingPathComponent("logs.duckdb"), retention: retention, interval: interval))
        if opened.wasDamaged { putAside.add(1, ordering: .relaxed) }
        access.withLock { $0.database = opened.database }
    }

    /// DuckDB's threads take over the priority of the one that opens it: who judges goes first.
    private static func patiently(_ open: @escaping @Sendable () throws -> LogDatabase) throws -> LogDatabase {
        let result = Mutex<Result<LogDatabase, any Error>?>(nil)
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            ThreadPriority.lower()
            result.withLock { $0 = Result { try open() } }
            done.signal()
        }
        thread.start()
        done.wait()
        // Taken out, so that a thread that ends late does not keep the file open.
        guard let opened = result.withLock({ $0.take() }) else { throw LogStoreError("the log store was not opened") }
        return try opened.get()
    }

    public func accept(_ count: Int) { ledger.accept(count) }

    public func giveUp(_ count: Int) { ledger.giveUp(count) }

    public var losses: [String: UInt64] {
        [
            "log records lost in a crash": missing.load(ordering: .relaxed),
            "damaged log files put aside": putAside.load(ordering: .relaxed),
        ]
    }

    public func write(_ batch: [LogRecord]) throws {
        try writing.withLock { writing in
            let writer = try open(&writing)
            do {
                do {
                    try writer.write(batch)
                } catch let error as DuckDBError where error.code == .outOfMemory {
                    // Questions and writing share the memory, and who asks can ask again.
                    guard endReaders("records had to be stored, for which the query left no memory") else {
                        throw error
                    }
                    try writer.write(batch)
                }
                writing.stored += UInt64(batch.count)
            } catch {
                // After some errors DuckDB takes nothing more until it is opened again; after
                // others, of which a full disk may be one, questions go on.
                if (try? writer.storedRecords()) != writing.stored { writing.writer = nil }
                throw error
            }
        }
    }

    public func maintain(at now: Date) throws {
        try writing.withLock { writing in
            // Also after an error: to delete is what may end it.
            let connection = try open(&writing).connection
            try keeper.withLock { try $0.run(connection, at: now) }
        }
    }

    /// What writes, with the file opened anew after an error, not more often than once a second.
    private func open(_ writing: inout Writing) throws -> LogBatchWriter {
        if let writer = writing.writer { return writer }
        if let next = writing.nextAttempt, ContinuousClock.now < next {
            throw LogStoreError("the log store is closed after an error and soon opened again")
        }
        writing.nextAttempt = .now + .seconds(1)
        let writer = try reopened(&writing.stored)
        writing.writer = writer
        writing.nextAttempt = nil
        return writer
    }

    /// Ends all questions and opens the file anew.
    private func reopened(_ stored: inout UInt64) throws -> LogBatchWriter {
        access.withLock { $0.database = nil }
        guard endReaders("the log store was opened anew meanwhile; ask again") else {
            throw LogStoreError("a question does not end, so that the log store is not opened again yet")
        }
        let (directory, origin, memory, logger) = (directory, origin, memory, logger)
        let opened = try Self.patiently {
            try LogDatabase(directory: directory, origin: origin, memory: memory, logger: logger)
        }
        let writer = try LogBatchWriter(opened.database, origin)
        if !opened.isNew, opened.records < stored {
            missing.add(stored - opened.records, ordering: .relaxed)
            logger.error("\(stored - opened.records) log records are gone since the log store failed")
        }
        if opened.wasDamaged { putAside.add(1, ordering: .relaxed) }
        ledger.correct(from: stored, to: opened.records)
        stored = opened.records
        access.withLock { $0.database = opened.database }
        return writer
    }

    /// Interrupts the questions that run now, again until they hear it, and waits at most five
    /// seconds for that. Says whether they have ended.
    private func endReaders(_ reason: String) -> Bool {
        let running = access.withLock { access in
            for watch in access.watches.values { watch.stop(LogQueryError(.failed, reason)) }
            return Set(access.readers.keys)
        }
        for _ in 0..<500 {
            let left = access.withLock { $0.readers.filter { running.contains($0.key) }.values.map { $0 } }
            if left.isEmpty { return true }
            for reader in left { reader.interrupt() }
            usleep(10_000)
        }
        return false
    }

    public func query(_ sql: String, limits: LogQueryLimits, tables: [LogExternalTable]) throws -> LogQueryResult {
        do {
            return try reading { connection in
                for table in tables { try load(table, connection) }
                try connection.execute("BEGIN TRANSACTION READ ONLY")
                let watch = LogQueryWatch(connection, limits)
                access.withLock { $0.watches[ObjectIdentifier(watch)] = watch }
                defer {
                    watch.end()
                    access.withLock { _ = $0.watches.removeValue(forKey: ObjectIdentifier(watch)) }
                }
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
