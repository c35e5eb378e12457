import Foundation
import Glibc
import Synchronization

/// An HTTP server on loopback that answers every request with what a test wants, byte by byte,
/// right or wrong.
final class LoopbackServer: Sendable {
    /// Writes an answer; false when the client is gone.
    typealias Writer = @Sendable (String) -> Bool

    struct Failed: Error {}

    let port: UInt16
    private let listener: Int32
    private let paths = Mutex<[String]>([])
    private let isStopped = Mutex(false)
    private let done = DispatchGroup()

    /// `respond` is called on a thread of its own for each connection, with the path that was asked for.
    init(respond: @escaping @Sendable (_ path: String, _ write: Writer) -> Void) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failed() }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let found = withUnsafeMutableBytes(of: &address) { bytes -> Bool in
            guard let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return bind(descriptor, pointer, length) == 0 && listen(descriptor, 16) == 0
                && getsockname(descriptor, pointer, &length) == 0
        }
        guard found else {
            close(descriptor)
            throw Failed()
        }
        listener = descriptor
        port = UInt16(bigEndian: address.sin_port)
        accept(respond)
    }

    /// `127.0.0.1:PORT`
    var host: String { "127.0.0.1:\(port)" }

    /// What was asked for so far.
    var asked: [String] { paths.withLock { $0 } }

    /// Ends all connections and waits for their threads.
    func stop() {
        isStopped.withLock { $0 = true }
        shutdown(listener, Int32(SHUT_RDWR))
        done.wait()
        close(listener)
    }

    private func accept(_ respond: @escaping @Sendable (String, Writer) -> Void) {
        let (listener, done) = (listener, done)
        done.enter()
        Thread.detachNewThread { [self] in
            defer { done.leave() }
            while true {
                let connection = Glibc.accept(listener, nil, nil)
                guard connection >= 0 else { return }
                done.enter()
                Thread.detachNewThread { [self] in
                    defer {
                        close(connection)
                        done.leave()
                    }
                    guard let path = path(from: connection) else { return }
                    paths.withLock { $0.append(path) }
                    respond(path) { text in write(text, to: connection) }
                }
            }
        }
    }

    /// The path of a request, whose head is read to its end.
    private func path(from connection: Int32) -> String? {
        var head: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: head, as: UTF8.self).contains("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0, head.count < 65_536 else { return nil }
            head += buffer[..<count]
        }
        return String(decoding: head, as: UTF8.self).split(separator: " ").dropFirst().first.map(String.init)
    }

    private func write(_ text: String, to connection: Int32) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            guard !isStopped.withLock({ $0 }) else { return false }
            let count = bytes.withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            bytes = bytes.dropFirst(count)
        }
        return true
    }
}
