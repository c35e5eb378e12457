import Foundation
import Glibc

/// A socket that waits, at most some seconds, as a simple client or server does. Closes itself.
final class BlockingSocket: Sendable {
    let descriptor: Int32

    init(_ descriptor: Int32, timeout: Int = 5) {
        self.descriptor = descriptor
        var time = timeval(tv_sec: timeout, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
    }

    deinit {
        close(descriptor)
    }

    /// Connects to 127.0.0.1, or to another address of loopback.
    static func connect(port: UInt16, address: UInt32 = 0x7f00_0001, timeout: Int = 5) -> BlockingSocket {
        let socket = BlockingSocket(Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0), timeout: timeout)
        withAddress(address, port) { _ = Glibc.connect(socket.descriptor, $0, $1) }
        return socket
    }

    static func listen(address: UInt32, port: UInt16) -> BlockingSocket? {
        let socket = BlockingSocket(Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var one: Int32 = 1
        setsockopt(socket.descriptor, SOL_SOCKET, SO_REUSEADDR, &one, 4)
        let isBound = withAddress(address, port) { bind(socket.descriptor, $0, $1) } == 0
        return isBound && Glibc.listen(socket.descriptor, 1024) == 0 ? socket : nil
    }

    private static func withAddress<Value>(
        _ address: UInt32, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) -> Value {
        var raw = sockaddr_in()
        raw.sin_family = sa_family_t(AF_INET)
        raw.sin_port = port.bigEndian
        raw.sin_addr.s_addr = address.bigEndian
        return withUnsafePointer(to: &raw) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    /// False where the other side takes no more.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool {
        send(Array(text.utf8))
    }

    /// What came next; empty at the end, nil after a reset or the timeout.
    func receive(_ maximum: Int = 65536) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: maximum)
        let count = recv(descriptor, &buffer, maximum, 0)
        return count >= 0 ? Array(buffer[..<count]) : nil
    }

    /// Everything up to the end; `wasReset` where it was no orderly end.
    func receiveAll() -> (bytes: [UInt8], wasReset: Bool) {
        var all: [UInt8] = []
        while let bytes = receive() {
            if bytes.isEmpty { return (all, false) }
            all += bytes
        }
        return (all, true)
    }

    func receiveText() -> String {
        String(decoding: receiveAll().bytes, as: UTF8.self)
    }

    /// Reads until the text ends with `suffix` or nothing more comes.
    func receive(until suffix: String) -> String {
        var all: [UInt8] = []
        while !all.reversed().starts(with: suffix.utf8.reversed()), let bytes = receive(), !bytes.isEmpty {
            all += bytes
        }
        return String(decoding: all, as: UTF8.self)
    }

    /// One HTTP response with a Content-Length.
    func receiveResponse() -> String {
        var text = ""
        while let bytes = receive(), !bytes.isEmpty {
            text += String(decoding: bytes, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n"), let field = text.range(of: "Content-Length: ") else { continue }
            let length = Int(text[field.upperBound...].prefix { $0.isNumber }) ?? 0
            if text[end.upperBound...].utf8.count >= length { break }
        }
        return text
    }

    func shutdownWrite() {
        shutdown(descriptor, Int32(SHUT_WR))
    }
}
