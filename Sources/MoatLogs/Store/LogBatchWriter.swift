/// Writes batches of records, each as one transaction.
struct LogBatchWriter {
    let connection: DuckDBConnection
    private let resourceID: String

    init(_ database: DuckDBDatabase, _ origin: LogOrigin) throws {
        connection = try DuckDBConnection(database)
        resourceID = origin.resourceID
    }

    /// - Throws: `DuckDBError`; nothing of the batch is stored then.
    func write(_ batch: [LogRecord]) throws {
        try connection.execute("BEGIN")
        do {
            try append(batch)
            try connection.execute("UPDATE \(LogSchema.stored).store SET records = records + \(batch.count)")
            try connection.execute("COMMIT")
        } catch {
            try? connection.execute("ROLLBACK")
            throw error
        }
    }

    /// Records that were ever stored in the file.
    ///
    /// - Throws: `DuckDBError`
    func storedRecords() throws -> UInt64 {
        let result = try connection.query("SELECT records FROM \(LogSchema.stored).store")
        guard case .integer(let records)? = result.rows.first?.first else { return 0 }
        return UInt64(clamping: records)
    }

    private func append(_ batch: [LogRecord]) throws {
        var appenders: [LogTable: DuckDBAppender] = [:]
        // Records of one table come in runs.
        var last: (table: LogTable, appender: DuckDBAppender)?
        for record in batch {
            let table = record.table
            var appender: DuckDBAppender
            if let last, last.table == table {
                appender = last.appender
            } else {
                appender = try appenders[table] ?? makeAppender(table)
                appenders[table] = appender
                last = (table, appender)
            }
            appender.column("TimeGenerated", record.timeGenerated)
            record.write(to: &appender)
            appender.column("_ResourceId", resourceID)
            try appender.endRow()
        }
        for appender in appenders.values { try appender.finish() }
    }

    private func makeAppender(_ table: LogTable) throws -> DuckDBAppender {
        try connection.appender(schema: LogSchema.stored, table: table.rawValue, types: LogSchema.types(table))
    }
}
