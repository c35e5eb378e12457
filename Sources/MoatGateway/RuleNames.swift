import MoatPolicy
import Synchronization

/// Which rule a number in a mark stands for: flows may outlive their rule, and their records
/// still name it.
final class RuleNames: Sendable {
    /// Rules that are gone and whose names are kept; of more than these the oldest are forgotten.
    private static let maximumGone = 65_536

    private struct State {
        var current: [UInt32: RuleIdentity] = [:]
        var gone: [UInt32: RuleIdentity] = [:]
    }

    private let state = Mutex(State())

    /// The rules of a new version take the place of those of the one before.
    func replace(with rules: [RuleIdentity]) {
        let new = Dictionary(rules.map { ($0.number, $0) }) { first, _ in first }
        state.withLock { state in
            for (number, rule) in state.current where new[number] == nil { state.gone[number] = rule }
            state.current = new
            let surplus = state.gone.count - Self.maximumGone
            guard surplus > 0 else { return }
            // Numbers rise, so the lowest are the oldest.
            for number in state.gone.keys.sorted().prefix(surplus) { state.gone[number] = nil }
        }
    }

    /// Nil where no version of this daemon's had it.
    subscript(number: UInt32) -> RuleIdentity? {
        state.withLock { $0.current[number] ?? $0.gone[number] }
    }
}
