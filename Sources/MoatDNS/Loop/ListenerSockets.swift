import CSockets
import Glibc
import MoatModel

/// The sockets that answer at one address, UDP and TCP on the same port.
struct ListenerSockets: Sendable {
    let address: DNSServerAddress
    let datagrams: Descriptor
    let connections: Descriptor

    /// With port 0 both get the same free one.
    static func open(_ address: IPAddress, port: UInt16) throws(DNSProxyError) -> ListenerSockets {
        // With port 0, TCP may find the port taken that UDP was given.
        for _ in 0..<(port == 0 ? 16 : 0) {
            if let sockets = try? bind(address, port: 0) { return sockets }
        }
        return try bind(address, port: port)
    }

    private static func bind(_ address: IPAddress, port: UInt16) throws(DNSProxyError) -> ListenerSockets {
        let family = address.family == .ipv4 ? AF_INET : AF_INET6
        guard let datagrams = Descriptor.socket(family, SOCK_DGRAM),
            let connections = Descriptor.socket(family, SOCK_STREAM)
        else { throw failure("opened", DNSServerAddress(address, port: port)) }
        for socket in [datagrams, connections] {
            if family == AF_INET6 { socket.set(IPV6_V6ONLY, level: Int32(IPPROTO_IPV6), to: 1) }
        }
        connections.set(SO_REUSEADDR, to: 1)
        datagrams.set(SO_RCVBUF, to: 4 << 20)
        datagrams.set(SO_SNDBUF, to: 4 << 20)
        let wanted = SocketAddress(address, port: port)
        guard wanted.withPointer({ Glibc.bind(datagrams.number, $0, $1) }) == 0,
            let bound = SocketAddress.local(of: datagrams.number)
        else { throw failure("bound to UDP", DNSServerAddress(address, port: port)) }
        let same = SocketAddress(address, port: bound.port)
        guard same.withPointer({ Glibc.bind(connections.number, $0, $1) }) == 0,
            listen(connections.number, 256) == 0
        else { throw failure("bound to TCP", bound) }
        return ListenerSockets(address: bound, datagrams: datagrams, connections: connections)
    }

    private static func failure(_ what: String, _ address: DNSServerAddress) -> DNSProxyError {
        let code = errno
        let hint =
            switch code {
            case EADDRINUSE: "; another DNS server has it: stop that, or let it listen elsewhere"
            case EADDRNOTAVAIL: "; give the interface this address first"
            case EACCES: "; ports below 1024 need root or CAP_NET_BIND_SERVICE"
            default: ""
            }
        return DNSProxyError(
            "the DNS proxy cannot be \(what) \(address): \(String(cString: strerror(code)))\(hint)")
    }
}
