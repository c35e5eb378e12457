import CSockets
import Foundation
import MoatDNS

/// Blocking sockets on loopback, for the two ends of a test.
enum Socket {
    static func address(_ port: UInt16, host: UInt32 = 0x7f00_0001) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = host.bigEndian
        return address
    }

    static func limit(_ socket: Int32, seconds: Double) {
        var time = timeval(tv_sec: Int(seconds), tv_usec: Int(seconds.truncatingRemainder(dividingBy: 1) * 1e6))
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    /// The port that it was bound to.
    static func bind(_ socket: Int32, port: UInt16, host: UInt32 = 0x7f00_0001) -> UInt16? {
        var address = address(port, host: host)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                Foundation.bind(socket, pointer, length) == 0 && getsockname(socket, pointer, &length) == 0
            }
        } ? UInt16(bigEndian: address.sin_port) : nil
    }

    /// Whether nobody has the UDP port.
    static func isFree(_ port: UInt16) -> Bool {
        let socket = Foundation.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(socket) }
        return bind(socket, port: port) == port
    }

    static func connect(_ socket: Int32, port: UInt16) -> Bool {
        let address = address(port)
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    static func read(_ socket: Int32, _ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_535)
        while bytes.count < count {
            let received = recv(socket, &buffer, min(buffer.count, count - bytes.count), 0)
            guard received > 0 else { return nil }
            bytes += buffer[..<received]
        }
        return bytes
    }

    static func readMessage(_ socket: Int32) -> [UInt8]? {
        guard let length = read(socket, 2) else { return nil }
        return read(socket, Int(length[0]) << 8 | Int(length[1]))
    }

    static func sendMessage(_ socket: Int32, _ message: [UInt8]) {
        let bytes = [UInt8(message.count >> 8), UInt8(message.count & 0xff)] + message
        _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}

/// A client of the proxy. Its socket is closed with it.
final class TestClient: Sendable {
    let socket: Int32
    let isTCP: Bool

    /// `host` is the address that queries come from, in 127.0.0.0/8.
    init(port: UInt16, tcp: Bool = false, host: UInt32 = 0x7f00_0001, patience: Double = 4) throws {
        isTCP = tcp
        socket = Foundation.socket(AF_INET, Int32(tcp ? SOCK_STREAM.rawValue : SOCK_DGRAM.rawValue), 0)
        Socket.limit(socket, seconds: patience)
        guard Socket.bind(socket, port: 0, host: host) != nil, Socket.connect(socket, port: port) else {
            throw SocketError()
        }
    }

    deinit {
        close(socket)
    }

    func send(_ bytes: [UInt8]) {
        if isTCP { Socket.sendMessage(socket, bytes) } else { _ = Foundation.send(socket, bytes, bytes.count, 0) }
    }

    func receiveBytes() -> [UInt8]? {
        guard !isTCP else { return Socket.readMessage(socket) }
        var buffer = [UInt8](repeating: 0, count: 65_535)
        let count = recv(socket, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    func receive() -> DNSMessage? {
        receiveBytes().flatMap { try? DNSMessage(parsing: $0) }
    }

    /// Whether the other side has closed the connection.
    func isClosed() -> Bool {
        var byte: UInt8 = 0
        let count = recv(socket, &byte, 1, 0)
        return count == 0 || count < 0 && errno == ECONNRESET
    }

    @discardableResult
    func ask(_ name: String, _ type: DNSType = .a, id: UInt16 = 7, edns: EDNS? = nil, flags: DNSFlags = [])
        -> DNSMessage?
    {
        sendQuery(name, type, id: id, edns: edns, flags: flags)
        return receive()
    }

    func sendQuery(
        _ name: String, _ type: DNSType = .a, id: UInt16 = 7, edns: EDNS? = nil, flags: DNSFlags = []
    ) {
        guard let name = DNSName(name) else { return }
        let query = DNSMessage(
            id: id, flags: flags.union(.recursionDesired), questions: [DNSQuestion(name: name, type: type)],
            edns: edns)
        if let wire = query.wire { send(wire) }
    }
}
