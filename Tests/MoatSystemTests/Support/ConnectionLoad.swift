import Foundation
import MoatLab
import MoatModel
import Synchronization

/// Opens TCP connections from a host at a steady rate, on a thread of its own, and closes
/// each with a reset once it stands.
final class ConnectionLoad: Sendable {
    struct Result {
        var attempts = 0
        var connected = 0
        /// Refused, broken, or without an answer within the time limit.
        var failed = 0
        /// The time until the connection stood, of the slowest.
        var slowest = Duration.zero
    }

    private struct Attempt {
        var descriptor: Int32
        var start: ContinuousClock.Instant
    }

    private let namespace: NetworkNamespace
    private let address: SocketAddressBox
    private let rate: Int
    private let limit: Duration
    private let isStopping = Atomic<Bool>(false)
    private let finished = DispatchSemaphore(value: 0)
    private let outcome = Mutex(Result())

    private struct SocketAddressBox: @unchecked Sendable {
        // Written once.
        let value: ProbeAddress
    }

    /// - Parameters:
    ///   - namespace: where they come from
    ///   - address: an IPv4 address
    ///   - port: the port to connect to
    ///   - rate: connections a second
    ///   - limit: how long each may take
    init(from namespace: NetworkNamespace, to address: String, port: UInt16, rate: Int, limit: Duration) {
        self.namespace = namespace
        self.address = SocketAddressBox(value: ProbeAddress(Rules.address(address), port))
        self.rate = rate
        self.limit = limit
        Thread.detachNewThread { [self] in
            // The thread enters the namespace by itself, and its sockets with it.
            try? namespace.withNamespace { [self] in run() }
            finished.signal()
        }
    }

    /// Stops, waits for the last attempts, and says how it went.
    func stop() -> Result {
        isStopping.store(true, ordering: .relaxed)
        finished.wait()
        return outcome.withLock { $0 }
    }

    private func run() {
        let start = ContinuousClock.now
        var open: [Attempt] = []
        var result = Result()
        while true {
            let now = ContinuousClock.now
            let isStopping = isStopping.load(ordering: .relaxed)
            if isStopping, open.isEmpty { break }
            let due = isStopping ? 0 : Int((now - start) / .seconds(1) * Double(rate)) - result.attempts
            // After a stall it does not make up for lost time at once.
            for _ in 0..<max(0, min(due, rate / 20)) {
                result.attempts += 1
                if let attempt = begin() { open.append(attempt) } else { result.failed += 1 }
            }
            var polled = open.map { pollfd(fd: $0.descriptor, events: Int16(POLLOUT), revents: 0) }
            poll(&polled, nfds_t(polled.count), 2)
            var waiting: [Attempt] = []
            for (attempt, entry) in zip(open, polled) {
                let elapsed = ContinuousClock.now - attempt.start
                if entry.revents == 0, elapsed < limit {
                    waiting.append(attempt)
                    continue
                }
                var error: Int32 = entry.revents == 0 ? ETIMEDOUT : 0
                var length = socklen_t(4)
                if entry.revents != 0 { getsockopt(entry.fd, SOL_SOCKET, SO_ERROR, &error, &length) }
                if error == 0 {
                    result.connected += 1
                    result.slowest = max(result.slowest, elapsed)
                } else {
                    result.failed += 1
                }
                closeWithReset(attempt.descriptor)
            }
            open = waiting
        }
        outcome.withLock { $0 = result }
    }

    private func begin() -> Attempt? {
        let descriptor = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let status = address.value.withPointer { connect(descriptor, $0, $1) }
        guard status == 0 || errno == EINPROGRESS else {
            close(descriptor)
            return nil
        }
        return Attempt(descriptor: descriptor, start: .now)
    }
}
