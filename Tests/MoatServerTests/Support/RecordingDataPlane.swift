import Foundation
import MoatGateway
import MoatPolicy
import Synchronization

/// Notes what it is told to put in force; refuses where a test wants it to.
final class RecordingDataPlane: DataPlane {
    struct Refusal: Error, CustomStringConvertible {
        var description: String { "the kernel has no memory left" }
    }

    private struct State {
        var applied: [Snapshot] = []
        var watched: [ThreatLists] = []
        var refuses = false
        var flows: [LiveFlow] = []
        var counters: [UInt32: RuleCounters] = [:]
        var delay = Duration.zero
        var running = 0
        var mostRunning = 0
    }

    private let state = Mutex(State())

    var applied: [Snapshot] { state.withLock { $0.applied } }
    /// The threat lists that it was told to put in force.
    var watched: [ThreatLists] { state.withLock { $0.watched } }
    /// How many applies ran at the same time, at most.
    var mostRunning: Int { state.withLock { $0.mostRunning } }

    func refuse(_ refuses: Bool = true) { state.withLock { $0.refuses = refuses } }
    func setDelay(_ delay: Duration) { state.withLock { $0.delay = delay } }
    func set(flows: [LiveFlow] = [], counters: [UInt32: RuleCounters] = [:]) {
        state.withLock {
            $0.flows = flows
            $0.counters = counters
        }
    }

    func apply(_ snapshot: Snapshot) async throws -> ApplyOutcome {
        let delay = state.withLock { state in
            state.running += 1
            state.mostRunning = max(state.mostRunning, state.running)
            return state.delay
        }
        defer { state.withLock { $0.running -= 1 } }
        if delay > .zero { try await Task.sleep(for: delay) }
        try state.withLock { state in
            guard !state.refuses else { throw Refusal() }
            state.applied.append(snapshot)
        }
        return ApplyOutcome(inForceMilliseconds: 1.5, flowsJudged: 7, flowsCut: 3)
    }

    func watch(_ threats: ThreatLists) async throws -> (judged: Int, cut: Int) {
        state.withLock { $0.watched.append(threats) }
        return (0, 0)
    }

    func liveFlows() async throws -> [LiveFlow] { state.withLock { $0.flows } }

    func counters() async throws -> [UInt32: RuleCounters] { state.withLock { $0.counters } }

    func status() async -> DataPlaneStatus {
        DataPlaneStatus(
            queueRule: "nftables", publicInterface: "eth0", privateInterface: "eth1", queuesPerSide: 2,
            judged: 12_345, losses: ["queue overflow, public side": 0])
    }
}
