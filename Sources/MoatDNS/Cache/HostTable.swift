import MoatModel
import Synchronization

/// The addresses that `resolve` found, for any thread to read.
final class HostTable: Sendable {
    private struct Entry: Sendable {
        var addresses: [IPAddress]
        var expiresAt: UInt64
    }

    static let maximumNames = 50_000

    private let entries = Mutex<[String: Entry]>([:])

    func find(_ name: String, now: UInt64) -> [IPAddress]? {
        entries.withLock { entries in
            guard let entry = entries[name], entry.expiresAt > now else { return nil }
            return entry.addresses
        }
    }

    func insert(_ name: String, _ addresses: [IPAddress], expiresAt: UInt64, now: UInt64) {
        guard expiresAt > now else { return }
        entries.withLock { entries in
            if entries.count >= Self.maximumNames, entries[name] == nil {
                entries = entries.filter { $0.value.expiresAt > now }
                // All in use: start again rather than look for the best to drop.
                if entries.count >= Self.maximumNames { entries = [:] }
            }
            entries[name] = Entry(addresses: addresses, expiresAt: expiresAt)
        }
    }

    func removeAll() {
        entries.withLock { $0 = [:] }
    }
}
