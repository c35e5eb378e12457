import Glibc
import MoatLab
import MoatModel

/// A blocking socket with a time limit of two seconds on everything.
final class TestSocket: Sendable {
    let number: Int32

    private init(_ number: Int32) {
        self.number = number
        var limit = timeval(tv_sec: 2, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(number, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    func close() {
        Glibc.close(number)
    }

    static func listener(at address: String, port: UInt16, in namespace: NetworkNamespace? = nil) throws -> TestSocket {
        let socket = try make(for: address, SOCK_STREAM, namespace)
        var on: Int32 = 1
        setsockopt(socket.number, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        try withAddress(address, port) { try check(bind(socket.number, $0, $1), "bind") }
        try check(listen(socket.number, 16), "listen")
        return socket
    }

    /// - Throws: `SystemError` with the code of connect(2), EINPROGRESS for a time-out.
    static func connected(
        to address: String, port: UInt16, in namespace: NetworkNamespace? = nil, type: __socket_type = SOCK_STREAM
    ) throws -> TestSocket {
        let socket = try make(for: address, type, namespace)
        do {
            try withAddress(address, port) { try check(connect(socket.number, $0, $1), "connect") }
        } catch {
            socket.close()
            throw error
        }
        return socket
    }

    func accept() throws -> TestSocket {
        let peer = Glibc.accept(number, nil, nil)
        try Self.check(peer, "accept")
        return TestSocket(peer)
    }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        try Self.check(Int32(Glibc.send(number, bytes, bytes.count, Int32(MSG_NOSIGNAL))), "send")
    }

    func read(_ count: Int) throws -> String {
        var bytes: [UInt8] = []
        while bytes.count < count, let part = try readSome() { bytes += part }
        return String(decoding: bytes, as: UTF8.self)
    }

    func readToEnd() throws -> String {
        var bytes: [UInt8] = []
        while let part = try readSome() { bytes += part }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func readSome() throws -> ArraySlice<UInt8>? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(number, &buffer, buffer.count, 0)
        try Self.check(Int32(count), "receive")
        return count == 0 ? nil : buffer[..<count]
    }

    /// Where nobody listens. The address is one of its own: a port that is free at 127.0.0.1 may be
    /// another test's a moment later.
    static func freePlace() throws -> (address: String, port: UInt16) {
        let address = "127.\(Int.random(in: 1...254)).\(Int.random(in: 0...255)).\(Int.random(in: 1...254))"
        let socket = try listener(at: address, port: 0)
        defer { socket.close() }
        return (address, try socket.localPort())
    }

    func localPort() throws -> UInt16 {
        var address = sockaddr_in6()
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &size) }
        }
        try Self.check(code, "get the local address")
        // The port is at the same place in both families.
        return UInt16(bigEndian: address.sin6_port)
    }

    private static func make(
        for address: String, _ type: __socket_type, _ namespace: NetworkNamespace?
    ) throws -> TestSocket {
        let domain = address.contains(":") ? AF_INET6 : AF_INET
        if let namespace {
            return TestSocket(try namespace.socket(domain: domain, type: Int32(type.rawValue)))
        }
        let number = socket(domain, Int32(type.rawValue), 0)
        try check(number, "make a socket")
        return TestSocket(number)
    }

    private static func withAddress(
        _ text: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void
    ) throws {
        switch ReferenceLab.address(text) {
        case .v4(let address):
            var socketAddress = sockaddr_in()
            socketAddress.sin_family = sa_family_t(AF_INET)
            socketAddress.sin_port = port.bigEndian
            socketAddress.sin_addr.s_addr = address.rawValue.bigEndian
            try withUnsafePointer(to: &socketAddress) { pointer in
                try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    try body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        case .v6(let address):
            var socketAddress = sockaddr_in6()
            socketAddress.sin6_family = sa_family_t(AF_INET6)
            socketAddress.sin6_port = port.bigEndian
            withUnsafeMutableBytes(of: &socketAddress.sin6_addr) { bytes in
                withUnsafeBytes(of: address.rawValue.bigEndian) { bytes.copyMemory(from: $0) }
            }
            try withUnsafePointer(to: &socketAddress) { pointer in
                try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    try body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        }
    }

    private static func check(_ code: Int32, _ action: String) throws {
        if code < 0 { throw SystemError(action, errno) }
    }
}
