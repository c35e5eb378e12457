import Foundation
import MoatDNS
import MoatModel
import Synchronization

/// What a completion was called with.
final class ResultBox: Sendable {
    typealias Value = Result<[IPAddress], DNSResolutionError>

    private let values = Mutex<[Value]>([])
    private let called = DispatchSemaphore(value: 0)

    func set(_ value: Value) {
        values.withLock { $0.append(value) }
        called.signal()
    }

    /// All values so far: one, if the promise is kept.
    var all: [Value] { values.withLock { $0 } }

    func wait() -> Value? {
        guard called.wait(timeout: .now() + 4) == .success else { return nil }
        return all.first
    }
}
