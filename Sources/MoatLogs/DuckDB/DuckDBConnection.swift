import CDuckDB
import Synchronization

/// One connection, for one thread at a time; only `interrupt` may come from others.
final class DuckDBConnection: @unchecked Sendable {
    private let database: DuckDBDatabase
    // Not Sendable by itself; the lock is for `interrupt`, which must not meet a closed one.
    private let handle: cduckdb_connection

    /// - Throws: `DuckDBError`
    init(_ database: DuckDBDatabase) throws(DuckDBError) {
        self.database = database
        var connection: cduckdb_connection?
        guard cduckdb_connect(database.handle, &connection) == 0, let connection else {
            throw DuckDBError(.failed, "DuckDB gives no connection")
        }
        handle = connection
    }

    deinit {
        var connection: cduckdb_connection? = handle
        cduckdb_disconnect(&connection)
    }

    /// Ends what runs on the connection, soon; it then throws with the code `interrupted`.
    func interrupt() {
        cduckdb_interrupt(handle)
    }

    /// Runs statements that have no result of interest.
    ///
    /// - Throws: `DuckDBError`
    func execute(_ sql: String) throws(DuckDBError) {
        var result = cduckdb_result()
        defer { cduckdb_destroy_result(&result) }
        guard cduckdb_query(handle, sql, &result) == 0 else { throw DuckDBError(text: cduckdb_result_error(&result)) }
    }

    /// Runs one statement and fetches at most `maximumRows` of its rows, as they come.
    ///
    /// - Throws: `DuckDBError`
    func query(_ sql: String, maximumRows: Int = .max) throws(DuckDBError) -> LogQueryResult {
        var statement: cduckdb_statement?
        defer { cduckdb_destroy_statement(&statement) }
        guard cduckdb_prepare(handle, sql, &statement) == 0, let prepared = statement else {
            throw DuckDBError(text: statement.flatMap { cduckdb_prepare_error($0) })
        }
        var result = cduckdb_result()
        defer { cduckdb_destroy_result(&result) }
        guard cduckdb_execute_streaming(prepared, &result) == 0 else {
            throw DuckDBError(text: cduckdb_result_error(&result))
        }
        let reader = try DuckDBResultReader(&result)
        var rows: [[LogValue]] = []
        while let chunk = cduckdb_fetch_chunk(&result) {
            var owned: cduckdb_chunk? = chunk
            defer { cduckdb_destroy_chunk(&owned) }
            if cduckdb_chunk_size(chunk) == 0 { break }
            let room = maximumRows - rows.count
            guard room > 0 else { return LogQueryResult(columns: reader.names, rows: rows, isTruncated: true) }
            reader.append(chunk, atMost: room, to: &rows)
            if cduckdb_chunk_size(chunk) > room {
                return LogQueryResult(columns: reader.names, rows: rows, isTruncated: true)
            }
        }
        if let message = cduckdb_result_error(&result), message.pointee != 0 { throw DuckDBError(text: message) }
        return LogQueryResult(columns: reader.names, rows: rows)
    }

    /// Takes rows for a table, whose columns have these types in this order.
    ///
    /// - Throws: `DuckDBError`
    func appender(schema: String?, table: String, types: [DuckDBType]) throws(DuckDBError) -> DuckDBAppender {
        try DuckDBAppender(connection: handle, schema: schema, table: table, types: types)
    }
}
