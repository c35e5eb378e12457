import Glibc

/// A file descriptor that is closed with its last reference at the latest.
final class Descriptor {
    private(set) var number: Int32

    init(_ number: Int32) {
        self.number = number
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        close()
    }

    func close() {
        guard number >= 0 else { return }
        Glibc.close(number)
        number = -1
    }

    static func pipe() throws -> (read: Descriptor, write: Descriptor) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw SystemError("make a pipe", errno) }
        return (Descriptor(ends[0]), Descriptor(ends[1]))
    }

    /// A pair of connected sockets. Unlike with a pipe, writing to a closed one need not
    /// raise SIGPIPE.
    static func socketPair() throws -> (Descriptor, Descriptor) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
            throw SystemError("make a socket pair", errno)
        }
        return (Descriptor(ends[0]), Descriptor(ends[1]))
    }

    static func open(_ path: String, _ flags: Int32) throws -> Descriptor {
        let number = Glibc.open(path, flags | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw SystemError("open \(path)", errno) }
        return Descriptor(number)
    }
}
