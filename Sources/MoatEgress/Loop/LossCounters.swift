import Synchronization

/// What the proxy had to give up without a rule saying so; written by all loops.
final class LossCounters: Sendable {
    /// Named as `moat status` shows it.
    enum Loss: String, CaseIterable {
        case noRoom = "proxied connections given up for lack of room"
        case noDescriptors = "proxied connections refused for lack of descriptors"
        case unresolved = "allowed connections whose name did not resolve"
        case unreachable = "allowed connections whose server did not answer"
        case withoutPolicy = "proxied connections before there was a policy"
        case malformedResponses = "HTTP responses that could not be read"
    }

    private let counts = Mutex<[Loss: UInt64]>([:])

    func add(_ loss: Loss) {
        counts.withLock { $0[loss, default: 0] += 1 }
    }

    var byName: [String: UInt64] {
        let counts = counts.withLock { $0 }
        return Dictionary(uniqueKeysWithValues: Loss.allCases.map { ($0.rawValue, counts[$0] ?? 0) })
    }
}
