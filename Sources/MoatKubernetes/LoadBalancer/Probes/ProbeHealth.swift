/// What a backend's answers say of it. A state machine without a clock: who asks tells what came.
///
/// A backend that was never asked takes traffic, for Kubernetes calls it ready; but then its first
/// failure is enough. Azure gives it none before its first success, and here that would stop all
/// traffic for a moment whenever the controller starts or all backends are replaced.
///
/// A backend that goes down again and again must succeed more often to come back, up to four times
/// in a row; Azure too says that it waits longer for one that fluctuates.
public struct ProbeHealth: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, Codable {
        /// Not asked yet.
        case unknown
        case up
        case down

        public var takesTraffic: Bool { self != .down }
    }

    public private(set) var state = State.unknown
    private let threshold: Int
    private var failures = 0
    private var successes = 0
    private var falls = 0

    private static let mostSuccesses = 4
    /// So many successes in a row, and earlier falls are forgotten.
    private static let calm = 12

    public init(threshold: Int) {
        self.threshold = max(1, threshold)
    }

    /// Takes an answer, and says whether the state changed.
    public mutating func take(success: Bool) -> Bool {
        let before = state
        if success { succeeded() } else { failed() }
        return state != before
    }

    private mutating func succeeded() {
        failures = 0
        successes = min(successes + 1, Self.calm)
        if successes == Self.calm { falls = 0 }
        if successes >= min(max(falls, 1), Self.mostSuccesses) { state = .up }
    }

    private mutating func failed() {
        successes = 0
        failures = min(failures + 1, threshold)
        guard state == .unknown || state == .up && failures == threshold else { return }
        // One that never was up has not fallen.
        if state == .up { falls = min(falls + 1, Self.mostSuccesses) }
        state = .down
    }
}
