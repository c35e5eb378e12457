import MoatModel
public import MoatPolicy
import MoatThreatIntel
import Synchronization

/// Takes what the gate observes and tells of sources that scan or guess passwords. Costs the
/// gate's threads a lock a batch, and nothing where no threshold is set.
public final class SourceWatch: Sendable {
    private struct State {
        var detector = SourceDetector()
        var thresholds = FirewallPolicy.ThreatDetection()
    }

    private let state = Mutex(State())
    private let continuation: AsyncStream<SourceDetector.Finding>.Continuation
    /// Findings that nobody took in time are counted by `losses`.
    let findings: AsyncStream<SourceDetector.Finding>
    private let missed = Atomic<UInt64>(0)
    private let start = ContinuousClock.now

    public init() {
        (findings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(16_384))
    }

    /// For the gate: what was refused and let in from outside.
    public func observe(_ observations: [ThreatObservation]) {
        let (seconds, attoseconds) = start.duration(to: .now).components
        let now = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        let found = state.withLock { state in
            state.detector.observe(observations, thresholds: state.thresholds, now: now)
        }
        for finding in found {
            if case .dropped = continuation.yield(finding) { missed.add(1, ordering: .relaxed) }
        }
    }

    func set(_ thresholds: FirewallPolicy.ThreatDetection) {
        state.withLock { $0.thresholds = thresholds }
    }

    /// What was not watched or not told, by cause.
    var losses: [String: UInt64] {
        [
            "sources no longer watched for scans, too many at a time": state.withLock { $0.detector.evictions },
            "scanning sources not listed, too many at a time": missed.load(ordering: .relaxed),
        ]
    }
}
