import Foundation
import GRDB

/// Opens the daemon's SQLite files, and says in its own words what is wrong with them.
enum StateDatabase {
    /// Opens the file, making it (mode 0600) where there is none, and brings it to this version.
    ///
    /// `remedy` is what makes up for a file that is lost.
    ///
    /// - Throws: `StateStoreError` where the file cannot be opened, is damaged, or was written by
    ///   a newer Moat.
    static func open(path: String, label: String, migrator: DatabaseMigrator, remedy: String) throws -> DatabaseQueue {
        try createPrivateFile(path)
        do {
            var configuration = Configuration()
            configuration.label = label
            configuration.journalMode = .wal
            configuration.busyMode = .timeout(5)
            let database = try DatabaseQueue(path: path, configuration: configuration)
            let damage = try database.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard damage == "ok" else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: damage) }
            guard try !database.read(migrator.hasBeenSuperseded) else {
                throw StateStoreError(
                    .newerSchema,
                    "\(path) was written by a newer version of moat; start that version, or use another directory with --state"
                )
            }
            try migrator.migrate(database)
            return database
        } catch let error as DatabaseError {
            throw explain(error, path: path, remedy: remedy)
        }
    }

    static func explain(_ error: DatabaseError, path: String, remedy: String) -> StateStoreError {
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            StateStoreError(
                .damaged,
                "\(path) is damaged (\(error.message ?? "\(error.resultCode)")); restore it from a backup, or move it away and \(remedy)"
            )
        case .SQLITE_FULL:
            StateStoreError(.unusable, "\(path): the disk is full; make room and try again")
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
            StateStoreError(
                .unusable,
                "\(path) cannot be written; check its owner and mode and that the disk is mounted for writing")
        default:
            StateStoreError(.unusable, "\(path): \(error.message ?? "\(error.resultCode)")")
        }
    }

    /// SQLite would make the file readable for everyone whom the umask lets; its companion
    /// files (-wal, -shm) take over its mode.
    private static func createPrivateFile(_ path: String) throws {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StateStoreError(.unusable, "\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        fchmod(descriptor, 0o600)
        close(descriptor)
    }
}
