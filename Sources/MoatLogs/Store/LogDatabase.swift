import Foundation
import Logging

/// The file of the log store, opened: its tables made, its views of this version, and what a
/// damaged one does put aside.
struct LogDatabase {
    let database: DuckDBDatabase
    /// Records that were ever stored in it.
    let records: UInt64

    /// - Throws: `LogStoreError`
    init(directory: URL, origin: LogOrigin, memory: Int, logger: Logger) throws {
        let file = directory.appendingPathComponent("logs.duckdb")
        do {
            self = try Self(file: file, origin: origin, memory: memory)
        } catch let error as DuckDBError where error.code == .damaged {
            let aside = Self.putAside(file)
            logger.error("the log store is damaged and a new one begun; \(aside) keeps what was there: \(error)")
            do {
                self = try Self(file: file, origin: origin, memory: memory)
            } catch {
                throw LogStoreError("the log store \(file.path) cannot be opened: \(error)")
            }
        } catch let error as DuckDBError {
            throw LogStoreError("the log store \(file.path) cannot be opened: \(error)")
        }
    }

    private init(file: URL, origin: LogOrigin, memory: Int) throws {
        database = try DuckDBDatabase(
            path: file.path,
            settings: [
                "memory_limit": "\(memory)B", "checkpoint_threshold": "128MB",
                "temp_directory": file.path + ".tmp", "max_temp_directory_size": "2GB",
            ])
        chmod(file.path, 0o640)
        let connection = try DuckDBConnection(database)
        let hasSchema = try connection.query(
            "SELECT 1 FROM information_schema.schemata WHERE schema_name = '\(LogSchema.stored)'")
        if hasSchema.rows.isEmpty { try connection.execute(LogSchema.creation) }
        guard
            case .integer(let version)? = try connection.query("SELECT version FROM \(LogSchema.stored).store").rows
                .first?.first,
            case .integer(let count)? = try connection.query("SELECT records FROM \(LogSchema.stored).store").rows
                .first?.first
        else { throw DuckDBError(.damaged, "it does not say which version wrote it") }
        guard version <= LogSchema.version else {
            throw LogStoreError(
                "\(file.path) was written by a newer version of moat; start that version, or use another directory with --log-directory"
            )
        }
        records = UInt64(clamping: count)
        try connection.execute(LogSchema.views(origin))
    }

    /// Renames a damaged file and its write-ahead log, and says to what.
    private static func putAside(_ file: URL) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "yyyyMMdd'T'HHmmss'Z'"
        let name = file.path + ".damaged-" + format.string(from: Date())
        for suffix in ["", ".wal"] { rename(file.path + suffix, name + suffix) }
        return name
    }
}
