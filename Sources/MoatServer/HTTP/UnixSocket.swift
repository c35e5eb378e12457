import Foundation

/// What is at the path of a unix socket.
public enum UnixSocket {
    public enum State: Hashable, Sendable {
        /// A process listens.
        case listening
        /// There is no such file.
        case missing
        /// A socket that nobody listens on: what a killed process leaves behind.
        case stale
        /// This user may not connect.
        case forbidden
        /// The path is not one of a socket, or cannot be one; the reason.
        case unusable(String)
    }

    /// The longest path that fits `sockaddr_un` with its closing zero (unix(7)).
    public static let maximumPathLength = 107

    /// Connects once to see who answers. Never waits: a daemon that is too busy to accept
    /// counts as one that listens.
    public static func probe(_ path: String) -> State {
        guard path.utf8.count <= maximumPathLength else {
            return .unusable("the path has \(path.utf8.count) bytes, and a socket's may have \(maximumPathLength)")
        }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { return .unusable(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result != 0 else { return .listening }
        switch errno {
        case ENOENT, ENOTDIR: return .missing
        case ECONNREFUSED: return isSocket(path) ? .stale : .unusable("it is not a socket")
        case EACCES, EPERM: return .forbidden
        case EAGAIN: return .listening
        case let code: return .unusable(String(cString: strerror(code)))
        }
    }

    private static func isSocket(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.type] as? FileAttributeType == .typeSocket
    }
}
