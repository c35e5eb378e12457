import Foundation
import Logging

/// The file of the log store, opened: its tables made, its views of this version, and what a
/// damaged one does put aside.
struct LogDatabase {
    let database: DuckDBDatabase
    /// Records that were ever stored in it.
    let records: UInt64
    /// Whether it was made just now.
    let isNew: Bool
    /// Whether it was made because the one before was damaged.
    private(set) var wasDamaged = false

    /// Opens the file, or makes it.
    ///
    /// - Throws: `LogStoreError`
    init(directory: URL, origin: LogOrigin, memory: Int, logger: Logger) throws {
        let file = directory.appendingPathComponent("logs.duckdb")
        do {
            do {
                self = try Self(file: file, origin: origin, memory: memory)
            } catch let error as DuckDBError where error.code == .damaged {
                let aside = Self.putAside(file)
                logger.error("the log store is damaged and a new one begun; \(aside) keeps what was there: \(error)")
                self = try Self(file: file, origin: origin, memory: memory)
                wasDamaged = true
            }
        } catch let error as DuckDBError where error.description.contains("Could not set lock") {
            throw LogStoreError("the log store \(file.path) is in use: another daemon has it. \(error)")
        } catch let error as DuckDBError {
            throw LogStoreError("the log store \(file.path) cannot be opened: \(error)")
        }
    }

    private init(file: URL, origin: LogOrigin, memory: Int) throws {
        do {
            self = try Self(file: file, views: LogSchema.views(origin), memory: memory)
        } catch let error as DuckDBError where error.code == .failed && !error.description.contains("set lock") {
            // On a full disk no view can be made; those of the last start are there, and a
            // firewall that filters and can be asked is worth more than the newest of them.
            do {
                self = try Self(file: file, views: nil, memory: memory)
            } catch is DuckDBError {
                throw error
            }
        }
    }

    /// Without `views`, those that are there stay, all of which must be.
    private init(file: URL, views: String?, memory: Int) throws {
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
        isNew = hasSchema.rows.isEmpty
        if isNew { try connection.execute(LogSchema.creation) }
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
        if let views {
            try connection.execute(views)
        } else {
            for name in LogTable.allCases.map(\.rawValue) + [LegacyLog.tableName] {
                try connection.execute("SELECT 1 FROM \(LogSchema.quoted(name)) LIMIT 0")
            }
        }
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
