import CSockets
import Glibc

/// Calls on TCP sockets, all of them non-blocking. Descriptors are plain numbers: who owns
/// each one is the connection's business, which closes it exactly once.
enum TCPSocket {
    static let flags = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)

    /// A listening socket. `transparent` lets it take connections to any address, as TPROXY
    /// hands them over (ip(7), IP_TRANSPARENT; needs CAP_NET_ADMIN). Several sockets may share
    /// the port; the kernel spreads connections over them.
    static func listen(at address: SocketAddress, transparent: Bool) throws(SocketError) -> Int32 {
        let descriptor = socket(AF_INET, flags, 0)
        guard descriptor >= 0 else { throw SocketError("cannot open a socket") }
        set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        set(descriptor, SOL_SOCKET, SO_REUSEPORT, 1)
        if transparent, !set(descriptor, Int32(IPPROTO_IP), IP_TRANSPARENT, 1) {
            defer { close(descriptor) }
            throw SocketError("cannot make a socket transparent")
        }
        // Accepted sockets inherit these.
        setNoDelay(descriptor)
        setKeepAlive(descriptor)
        let isBound = address.withSockaddr { bind(descriptor, $0, $1) } == 0
        guard isBound, Glibc.listen(descriptor, 4096) == 0 else {
            defer { close(descriptor) }
            throw SocketError("cannot listen at \(address.address):\(address.port)")
        }
        return descriptor
    }

    /// The next connection and the client's address; nil with `errno` set where there is none.
    static func accept(_ listener: Int32) -> (descriptor: Int32, client: SocketAddress)? {
        SocketAddress.reading { address, length in
            sockets_accept4(
                listener, address, length, Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue))
        }.map { ($0.result, $0.address) }
    }

    /// The address that the client dialled: TPROXY leaves it as the accepted socket's own.
    static func localAddress(_ descriptor: Int32) -> SocketAddress? {
        SocketAddress.reading { getsockname(descriptor, $0, $1) }?.address
    }

    enum Connecting {
        case connected(Int32)
        case inProgress(Int32)
        case failed(SocketError)
    }

    /// Begins a connection from one of the firewall's addresses.
    static func connect(from source: SocketAddress, to destination: SocketAddress) -> Connecting {
        let descriptor = socket(AF_INET, flags, 0)
        guard descriptor >= 0 else { return .failed(SocketError("cannot open a socket")) }
        // The kernel chooses the port when it knows the destination, so that the number of
        // connections to one server, not to all of them, is what the port range bounds.
        set(descriptor, Int32(IPPROTO_IP), IP_BIND_ADDRESS_NO_PORT, 1)
        setNoDelay(descriptor)
        setKeepAlive(descriptor)
        guard source.withSockaddr({ bind(descriptor, $0, $1) }) == 0 else {
            defer { close(descriptor) }
            return .failed(SocketError("cannot connect from \(source.address)"))
        }
        if destination.withSockaddr({ Glibc.connect(descriptor, $0, $1) }) == 0 { return .connected(descriptor) }
        if errno == EINPROGRESS { return .inProgress(descriptor) }
        defer { close(descriptor) }
        return .failed(SocketError("cannot connect to \(destination.address):\(destination.port)"))
    }

    /// The error of a connection that was begun; 0 where it stands.
    static func pendingError(_ descriptor: Int32) -> Int32 {
        var error: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 else { return errno }
        return error
    }

    /// Makes the next `close` send a reset instead of an orderly end.
    static func resetOnClose(_ descriptor: Int32) {
        var value = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    }

    static func shutdownWrite(_ descriptor: Int32) {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// A peer that vanished is found after about three minutes.
    private static func setKeepAlive(_ descriptor: Int32) {
        set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
        set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPIDLE, 90)
        set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPINTVL, 15)
        set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPCNT, 6)
    }

    private static func setNoDelay(_ descriptor: Int32) {
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    }

    @discardableResult
    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) -> Bool {
        var value = value
        return setsockopt(descriptor, level, option, &value, 4) == 0
    }
}
