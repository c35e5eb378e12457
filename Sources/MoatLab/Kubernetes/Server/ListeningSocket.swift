import Glibc
import MoatModel

/// Sockets of TCP that wait for connections.
enum ListeningSocket {
    private static let backlog: Int32 = 1024

    /// A socket bound to an address; port 0 for one that is free.
    static func bound(to address: IPAddress, port: UInt16) throws -> Int32 {
        let family = address.family == .ipv4 ? AF_INET : AF_INET6
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, type, 0)
        guard descriptor >= 0 else { throw SystemError("open a socket", errno) }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        let status = ProbeAddress(address, port).withPointer { bind(descriptor, $0, $1) }
        guard status == 0 else {
            let code = errno
            close(descriptor)
            throw SystemError("listen at \(address) port \(port)", code)
        }
        return descriptor
    }

    /// Lets connections come to a bound socket; harmless where they may already.
    static func open(_ descriptor: Int32) throws {
        guard listen(descriptor, backlog) == 0 else { throw SystemError("listen", errno) }
    }
}
