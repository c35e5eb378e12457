import Glibc
import MoatLab
import MoatModel
import Synchronization

/// Sends a datagram of a new flow every half millisecond and notes when the first one
/// arrives.
final class ArrivalWatch {
    private let receiver: Int32
    private let client: NetworkNamespace
    private let target: sockaddr_in

    init(_ network: BenchNetwork, port: UInt16) throws {
        client = network.namespace("client")
        target = try SocketAddress.ipv4(BenchPolicy.server, port)
        receiver = try network.namespace("server").socket(domain: AF_INET, type: Int32(SOCK_DGRAM.rawValue))
        var address = try SocketAddress.ipv4("0.0.0.0", port)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(receiver, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0 else { throw LoadError("bind") }
    }

    deinit {
        close(receiver)
    }

    /// - Returns: milliseconds from the start of `change` until the first arrival.
    func measure(_ change: () throws -> Void) throws -> Double {
        let isDone = Shared()
        let sockets = try (0..<4000).map { _ in
            try client.socket(domain: AF_INET, type: Int32(SOCK_DGRAM.rawValue))
        }
        defer { for socket in sockets { close(socket) } }
        let arrival = Shared()
        let receiver = receiver
        let target = target
        let receiving = OwnedThread {
            var buffer = [UInt8](repeating: 0, count: 64)
            var interest = pollfd(fd: receiver, events: Int16(POLLIN), revents: 0)
            while !isDone.isSet {
                guard poll(&interest, 1, 10) > 0 else { continue }
                _ = recv(receiver, &buffer, buffer.count, 0)
                arrival.set()
                return
            }
        }
        let sending = OwnedThread {
            for socket in sockets where !isDone.isSet && !arrival.isSet {
                var target = target
                _ = withUnsafePointer(to: &target) {
                    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        sendto(socket, "x", 1, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
                usleep(500)
            }
        }
        usleep(20_000)
        guard !arrival.isSet else { throw BenchError("a datagram arrived before the rule was changed") }
        let start = ContinuousClock.now
        try change()
        for _ in 0..<2000 where !arrival.isSet { usleep(1000) }
        isDone.set()
        receiving.join()
        sending.join()
        guard let instant = arrival.instant else { throw BenchError("the changed rule never let a datagram through") }
        return (instant - start) / .milliseconds(1)
    }

    /// Set once, with the time.
    private final class Shared: Sendable {
        private let time = Mutex<ContinuousClock.Instant?>(nil)

        var instant: ContinuousClock.Instant? { time.withLock { $0 } }
        var isSet: Bool { instant != nil }

        func set() {
            time.withLock { if $0 == nil { $0 = .now } }
        }
    }
}
