import Foundation

/// The daemon's directory: made where missing, open to nobody else, and held by one daemon
/// at a time. The hold ends with the process, however it ends.
public final class StateDirectory: Sendable {
    public let path: String
    private let lock: Int32

    /// - Throws: `StateStoreError` where the directory cannot be made or another daemon
    ///   holds it.
    public init(path: String) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StateStoreError(
                .unusable, "the state directory \(path) cannot be made: \(error.localizedDescription)")
        }
        let descriptor = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StateStoreError(
                .unusable, "the state directory \(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StateStoreError(
                .inUse,
                "the state directory \(path) is in use by a running daemon; stop it, or use another with --state")
        }
        lock = descriptor
    }

    deinit {
        close(lock)
    }

    public var databasePath: String {
        path + "/state.sqlite"
    }

    /// Where the last good lists of threat feeds are kept.
    public var threatPath: String {
        path + "/threat"
    }
}
