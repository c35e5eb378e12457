import CSockets
import Glibc

/// TCP sockets of the load generators, non-blocking.
enum LoadSocket {
    private static let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)

    static func listen(on port: UInt16) throws(LoadError) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | flags, 0)
        guard descriptor >= 0 else { throw LoadError("socket") }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
        let isBound = try withAddress("0.0.0.0", port) { bind(descriptor, $0, $1) } == 0
        guard isBound, Glibc.listen(descriptor, 4096) == 0 else { throw LoadError("listen on port \(port)") }
        return descriptor
    }

    /// -1 where nobody waits.
    static func accept(_ listener: Int32) -> Int32 {
        sockets_accept4(listener, nil, nil, flags)
    }

    /// Begins a connection; nil where the kernel has no port free right now.
    static func connect(to address: String, port: UInt16) throws(LoadError) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | flags, 0)
        guard descriptor >= 0 else { throw LoadError("socket") }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
        let status = try withAddress(address, port) { Glibc.connect(descriptor, $0, $1) }
        guard status == 0 || errno == EINPROGRESS else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func withAddress(
        _ address: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(LoadError) -> Int32 {
        var target = try SocketAddress.ipv4(address, port)
        return withUnsafePointer(to: &target) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}

/// How many descriptors this process may have.
enum DescriptorLimit {
    /// As many as are allowed.
    static func raise() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
