import Foundation
import Synchronization

/// Takes what nginx logs: datagrams on a unix socket, each with one record behind a head of syslog
/// (RFC 3164). A thread of its own only takes them, since nginx drops what does not fit into the socket's
/// queue at once; who reads them has time until `capacity` of them wait.
public final class LogSocket: Sendable {
    /// What came, and what could not be kept.
    public struct Counts: Hashable, Sendable, Codable {
        public var received: UInt64 = 0
        /// Nobody had read those before them.
        public var dropped: UInt64 = 0

        public init() {}
    }

    private struct State {
        var waiting: [[UInt8]] = []
        var bytes = 0
        var counts = Counts()
        var isStopped = false
    }

    /// The longest datagram; the rest of a longer one is lost, and then it is no record.
    private static let maximumDatagram = 256 * 1024
    /// How many datagrams wait, and bytes of them.
    private static let capacity = 65_536
    private static let maximumBytes = 64 * 1024 * 1024
    /// How often the thread looks whether it is to end.
    private static let interval: Int32 = 200

    private let path: String
    private let descriptor: Int32
    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)

    /// Replaces what is at the path.
    ///
    /// - Throws: `IngressRuntimeError`
    public init(path: String) throws {
        self.path = path
        unlink(path)
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Self.error(path) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { space in
            guard path.utf8.count < space.count else { return false }
            space.copyBytes(from: path.utf8)
            return true
        }
        let isBound =
            fits
            && withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                }
            }
        // Workers of nginx are others than root, and only they may pass through the folder as well.
        guard isBound, geteuid() != 0 || chown(path, 0, Self.workerGroup) == 0, chmod(path, 0o660) == 0 else {
            let error = Self.error(path)
            close(descriptor)
            throw error
        }
        var size: Int32 = 8 * 1024 * 1024
        if setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, socklen_t(MemoryLayout<Int32>.size)) != 0 {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        let thread = Thread { [self] in receive() }
        thread.name = "moat-ingress-log"
        thread.start()
    }

    public var counts: Counts { state.withLock { $0.counts } }

    /// What came since the last call.
    func take() -> [[UInt8]] {
        state.withLock { state in
            let waiting = state.waiting
            state.waiting = []
            state.bytes = 0
            return waiting
        }
    }

    /// Ends the thread, and removes the socket.
    public func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopped = true }
            return !state.isStopped
        }
        guard isFirst else { return }
        ended.wait()
        close(descriptor)
        unlink(path)
    }

    private func receive() {
        var buffer = [UInt8](repeating: 0, count: Self.maximumDatagram)
        while !state.withLock({ $0.isStopped }) {
            var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&poller, 1, Self.interval) > 0 else { continue }
            while true {
                let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                guard count > 0 else { break }
                let datagram = Array(buffer[..<count])
                state.withLock { state in
                    state.counts.received += 1
                    guard state.waiting.count < Self.capacity, state.bytes + count <= Self.maximumBytes else {
                        state.counts.dropped += 1
                        return
                    }
                    state.waiting.append(datagram)
                    state.bytes += count
                }
            }
        }
        ended.signal()
    }

    private static var workerGroup: gid_t { getpwnam(RuntimeDirectory.workerUser)?.pointee.pw_gid ?? 0 }

    private static func error(_ path: String) -> IngressRuntimeError {
        IngressRuntimeError(
            .directory, "nothing can be received at the socket \(path): \(String(cString: strerror(errno)))")
    }
}
