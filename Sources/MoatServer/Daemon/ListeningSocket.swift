import Foundation

/// The place of the daemon's socket: made ready before the server binds, cleared after it.
struct ListeningSocket {
    let path: String

    /// Makes the directory and removes what a killed daemon left behind.
    ///
    /// - Throws: `DaemonError` where a daemon answers there already, or the path cannot be
    ///   that of a socket.
    func prepare() throws {
        let directory = (path as NSString).deletingLastPathComponent
        if !directory.isEmpty {
            do {
                try FileManager.default.createDirectory(
                    atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
            } catch {
                throw DaemonError(
                    "the directory \(directory) of the socket cannot be made: \(error.localizedDescription)")
            }
        }
        switch UnixSocket.probe(path) {
        case .missing:
            return
        case .stale:
            guard unlink(path) == 0 else {
                throw DaemonError("the old socket \(path) cannot be removed: \(String(cString: strerror(errno)))")
            }
        case .listening:
            throw DaemonError(
                "socket in use by a running daemon: \(path); stop that daemon, or choose another socket with --socket")
        case .forbidden:
            throw DaemonError(
                "\(path) belongs to another user; run as that user, or choose another socket with --socket")
        case .unusable(let reason):
            throw DaemonError("\(path) cannot be the daemon's socket: \(reason); choose another with --socket")
        }
    }

    /// Lets the owner and the group talk to the daemon, and nobody else.
    func restrict() throws {
        guard chmod(path, 0o660) == 0 else {
            throw DaemonError("the mode of \(path) cannot be set: \(String(cString: strerror(errno)))")
        }
    }

    func remove() {
        unlink(path)
    }
}
