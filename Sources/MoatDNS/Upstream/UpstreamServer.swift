/// A server and how it has done.
final class UpstreamServer {
    /// In nanoseconds.
    private static let longestPause: UInt64 = 30_000_000_000

    let address: DNSServerAddress
    private(set) var answered: UInt64 = 0
    private(set) var failed: UInt64 = 0
    private(set) var lastError: String?
    private var failuresInARow = 0
    private var avoidedUntil: UInt64 = 0

    init(_ address: DNSServerAddress) {
        self.address = address
    }

    func succeed() {
        answered += 1
        failuresInARow = 0
        avoidedUntil = 0
        lastError = nil
    }

    /// After a failure the others are asked first for a second; after each further one in a
    /// row for twice as long.
    func fail(_ error: String, now: UInt64) {
        failed += 1
        failuresInARow += 1
        lastError = error
        avoidedUntil = now &+ min(Self.longestPause, 1_000_000_000 << UInt64(min(failuresInARow - 1, 6)))
    }

    func isHealthy(_ now: UInt64) -> Bool {
        failuresInARow == 0 || avoidedUntil <= now
    }

    func status(_ now: UInt64) -> DNSProxyStatus.Server {
        DNSProxyStatus.Server(
            server: address, isHealthy: failuresInARow == 0, answered: answered, failed: failed, lastError: lastError)
    }
}
