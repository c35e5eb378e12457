import CDuckDB

/// An open database. Connections keep it; it is closed with the last of them.
final class DuckDBDatabase: @unchecked Sendable {
    // Set once; DuckDB allows any thread to open connections.
    let handle: cduckdb_database

    /// Opens a file, making it where there is none, or a database in memory where `path` is nil.
    ///
    /// Nothing that a query says can reach files, the network or the settings.
    ///
    /// - Throws: `DuckDBError`
    init(path: String?, settings: KeyValuePairs<String, String> = [:]) throws(DuckDBError) {
        try DuckDBLibrary.require()
        var config: cduckdb_config?
        guard cduckdb_create_config(&config) == 0, let created = config else {
            throw DuckDBError(.failed, "no memory for DuckDB's settings")
        }
        defer { cduckdb_destroy_config(&config) }
        // Those of the caller first: without external access, paths cannot be set any more.
        let fixed: KeyValuePairs = [
            "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
            "enable_external_access": "false", "lock_configuration": "true",
        ]
        for (name, value) in Array(settings) + Array(fixed) {
            guard cduckdb_set_config(created, name, value) == 0 else {
                throw DuckDBError(.failed, "DuckDB has no setting \(name) = \(value)")
            }
        }
        var database: cduckdb_database?
        var message: UnsafeMutablePointer<CChar>?
        let status = cduckdb_open(path ?? ":memory:", &database, created, &message)
        defer { if let message { cduckdb_free(message) } }
        guard status == 0, let database else {
            let error = DuckDBError(text: message)
            throw error.description.contains("not a valid DuckDB database file")
                || error.description.contains("orrupt") || error.description.contains("version number")
                || error.description.hasPrefix("Serialization") || error.description.contains("replaying WAL")
                ? DuckDBError(.damaged, error.description) : error
        }
        handle = database
    }

    deinit {
        var database: cduckdb_database? = handle
        cduckdb_close(&database)
    }
}
