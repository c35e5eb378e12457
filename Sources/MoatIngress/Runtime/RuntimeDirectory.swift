import Foundation

/// The folder that nginx runs in: its files, its sockets and the copy that is checked. Nobody else may look into
/// it, since certificates' keys pass through its sockets. Where it is root's, workers of nginx may pass through
/// to what is theirs, and write nothing that the master reads.
public struct RuntimeDirectory: Hashable, Sendable {
    public let path: String

    /// Who workers of nginx run as where the master is root: Debian's user for that.
    public static let workerUser = "www-data"

    /// The longest path, with which all sockets in it still fit `sockaddr_un` (unix(7)).
    public static let maximumPath = 80

    /// Where nginx takes tables and tells its state.
    public var controlSocket: String { path + "/control.sock" }
    /// Where nginx writes a line for each request.
    public var accessLog: String { path + "/" + NginxSetup.accessLog }
    /// Where ModSecurity writes what it finds.
    public var auditLog: String { path + "/waf.log" }
    var checkedCopy: String { path + "/check" }

    /// - Throws: `IngressRuntimeError` where the path cannot be that of the folder
    public init(path: String) throws {
        guard path.hasPrefix("/"), path.utf8.count <= Self.maximumPath,
            path.utf8.allSatisfy({ Self.isPlain($0) }), !path.contains("//"), path.count > 1, !path.hasSuffix("/")
        else {
            throw IngressRuntimeError(
                .directory,
                "'\(path)' cannot be the runtime directory: it is an absolute path of at most \(Self.maximumPath) letters, digits and -_./"
            )
        }
        self.path = path
    }

    /// nginx reads the path in its configuration, where other characters may mean something.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "/"):
            true
        default: false
        }
    }

    /// Makes the folder, or takes one that is there.
    public func prepare() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw IngressRuntimeError(.directory, "the folder \(path) cannot be made: \(error.localizedDescription)")
        }
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
            throw IngressRuntimeError(
                .directory, "\(path) is not a folder of this user; name another with --runtime-directory")
        }
        guard chmod(path, 0o700) == 0, try letWorkersPass() else {
            throw IngressRuntimeError(
                .directory, "the mode of \(path) cannot be set: \(String(cString: strerror(errno)))")
        }
    }

    private func letWorkersPass() throws -> Bool {
        guard geteuid() == 0 else { return true }
        guard let worker = getpwnam(Self.workerUser) else {
            throw IngressRuntimeError(
                .notInstalled, "there is no user \(Self.workerUser), as whom nginx would work; install nginx")
        }
        return chown(path, 0, worker.pointee.pw_gid) == 0 && chmod(path, 0o710) == 0
    }

    /// Writes files beside those in use, for a check.
    func writeCopy(_ files: [String: String]) throws {
        try? FileManager.default.removeItem(atPath: checkedCopy)
        try write(files, to: checkedCopy)
    }

    /// Puts files in the place of those that are there, each at once, the main file last.
    func write(_ files: [String: String]) throws {
        try write(files, to: path)
    }

    /// Removes what nginx left of its sockets when it was killed, on which it could not listen again.
    func removeSockets() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasSuffix(".sock") { unlink("\(path)/\(name)") }
    }

    /// Removes what an earlier process has told.
    public func removeLogs() {
        for log in [auditLog, accessLog, AccessLog.asidePath(of: accessLog)] { unlink(log) }
    }

    private func write(_ files: [String: String], to folder: String) throws {
        let names = files.keys.sorted {
            ($0 == NginxSetup.mainFile ? 1 : 0, $0) < ($1 == NginxSetup.mainFile ? 1 : 0, $1)
        }
        do {
            for name in names {
                let file = URL(fileURLWithPath: folder).appendingPathComponent(name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
                try Data((files[name] ?? "").utf8).write(to: file, options: .atomic)
            }
        } catch {
            throw IngressRuntimeError(
                .directory, "files cannot be written to \(folder): \(error.localizedDescription)")
        }
    }
}
