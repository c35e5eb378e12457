import Foundation
import Testing

@testable import MoatKubernetes

/// Electors against a server with delays and failures, in a time that is only counted.
struct LeaseSimulationTests {
    private struct Elector {
        var state: LeaseState
        /// Seconds of its clock for one second.
        var rate: Double
        /// What its clock is wrong by.
        var wallOffset: Double
        var isReleasing = false
    }

    private enum Happening {
        case wake(Int)
        case reachRead(Int, sent: Double)
        case answerRead(Int, Lease?)
        case reachWrite(Int, LeaseState.Action, sent: Double)
        case answerWrite(Int, Lease?, sent: Double)
    }

    private struct Simulation {
        var random: SeededGenerator
        var electors: [Elector]
        var queue: [(time: Double, happening: Happening)] = []
        var lease: Lease?
        var version = 0
        var now = 0.0
        let start = ContinuousClock.now
        var trouble = 0.0
        /// Seconds with a leader, and how often another took over.
        var led = 0.0
        var leaders: [Int] = []

        func clock(_ elector: Int, _ time: Double) -> ContinuousClock.Instant {
            start + .seconds(time * electors[elector].rate)
        }

        func wall(_ elector: Int) -> Date {
            Date(timeIntervalSince1970: 1_700_000_000 + now + electors[elector].wallOffset)
        }

        mutating func later(_ delay: Double, _ happening: Happening) {
            queue.append((now + delay, happening))
        }

        /// Usually short; in trouble it may be longer than any time of a lease.
        mutating func delay() -> Double {
            Double.random(in: 0...1, using: &random) < trouble
                ? .random(in: 0...25, using: &random) : .random(in: 0...0.1, using: &random)
        }

        mutating func isLost() -> Bool { Double.random(in: 0...1, using: &random) < trouble }

        mutating func leading() -> [Int] {
            electors.indices.filter { electors[$0].state.isLeading(at: clock($0, now)) }
        }
    }

    @Test(arguments: 0..<60)
    func neverHasTwoLeaders(seed: UInt64) {
        var simulation = Simulation(random: SeededGenerator(seed: seed), electors: [])
        for index in 0..<(2 + Int(seed % 2)) {
            simulation.electors.append(
                Elector(
                    state: LeaseState(identity: "e\(index)", policy: LeasePolicy()),
                    // Of 15 and 10 seconds, that much still keeps one before the other.
                    rate: .random(in: 0.85...1.15, using: &simulation.random),
                    wallOffset: .random(in: -1e6...1e6, using: &simulation.random)))
            simulation.later(Double(index), .wake(index))
        }
        var checked = 0
        while simulation.now < 3000 {
            // Quiet, trouble and an end of it, by turns.
            simulation.trouble = [0, 0.1, 0.5, 0.95][Int(simulation.now / 60) % 4]
            guard let next = simulation.queue.indices.min(by: { simulation.queue[$0].time < simulation.queue[$1].time })
            else { break }
            let (time, happening) = simulation.queue.remove(at: next)
            if simulation.leading().count == 1 { simulation.led += time - simulation.now }
            simulation.now = time
            step(&simulation, happening)
            let leading = simulation.leading()
            #expect(leading.count <= 1, "seed \(seed), at \(simulation.now) s")
            if leading.count > 1 { return }
            if let leader = leading.first, simulation.leaders.last != leader { simulation.leaders.append(leader) }
            checked += 1
        }
        // It would be easy to have no two leaders by having none.
        #expect(checked > 1000)
        #expect(simulation.led > 1000)
        #expect(simulation.leaders.count > 2)
    }

    private func step(_ simulation: inout Simulation, _ happening: Happening) {
        switch happening {
        case .wake(let elector):
            // At times one stops in good order.
            if simulation.leading() == [elector], Int.random(in: 0..<40, using: &simulation.random) == 0 {
                simulation.electors[elector].state.stop()
                simulation.electors[elector].isReleasing = true
                return simulation.later(simulation.delay(), .reachRead(elector, sent: simulation.now))
            }
            let now = simulation.clock(elector, simulation.now)
            let action = simulation.electors[elector].state.next(at: now, wall: simulation.wall(elector))
            act(&simulation, elector, action)
        case .reachRead(let elector, _):
            if simulation.isLost() {
                simulation.electors[elector].isReleasing = false
                simulation.electors[elector].state.failed()
                return simulation.later(2, .wake(elector))
            }
            simulation.later(simulation.delay(), .answerRead(elector, simulation.lease))
        case .answerRead(let elector, let lease):
            let wall = simulation.wall(elector)
            let now = simulation.clock(elector, simulation.now)
            if simulation.electors[elector].isReleasing {
                simulation.electors[elector].isReleasing = false
                return act(
                    &simulation, elector, simulation.electors[elector].state.release(lease, wall: wall))
            }
            act(&simulation, elector, simulation.electors[elector].state.read(lease, at: now, wall: wall))
        case .reachWrite(let elector, let action, let sent):
            let isLostBefore = simulation.isLost()
            let taken = isLostBefore ? nil : write(&simulation, action)
            // An answer may be lost after the write was taken.
            let answer = simulation.isLost() ? nil : taken
            simulation.later(simulation.delay(), .answerWrite(elector, answer, sent: sent))
        case .answerWrite(let elector, let lease, let sent):
            if let lease {
                simulation.electors[elector].state.wrote(
                    lease, sent: simulation.clock(elector, sent), at: simulation.clock(elector, simulation.now))
            } else {
                simulation.electors[elector].state.failed()
            }
            simulation.later(2, .wake(elector))
        }
    }

    private func act(_ simulation: inout Simulation, _ elector: Int, _ action: LeaseState.Action) {
        let delay = simulation.delay()
        switch action {
        case .wait: simulation.later(2 + delay, .wake(elector))
        case .read: simulation.later(delay, .reachRead(elector, sent: simulation.now))
        case .create, .update: simulation.later(delay, .reachWrite(elector, action, sent: simulation.now))
        }
    }

    /// What the API does: a write must be made of the state that is there.
    private func write(_ simulation: inout Simulation, _ action: LeaseState.Action) -> Lease? {
        let spec: LeaseSpec
        switch action {
        case .create(let new) where simulation.lease == nil: spec = new
        case .update(let new, let version) where simulation.lease?.metadata.resourceVersion == version: spec = new
        default: return nil
        }
        simulation.version += 1
        let lease = Lease(
            metadata: ObjectMeta(name: "a", namespace: "b", resourceVersion: "\(simulation.version)"), spec: spec)
        simulation.lease = lease
        return lease
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
