import Foundation
import Glibc
import MoatLab
import MoatModel
import Synchronization
import Testing

extension SystemTests {
    @Suite struct ApplyUnderLoadTests {
        private static let applies = 20
        private static let rate = 1000

        /// The traffic that no change concerns.
        private static let steady = Rules.group(
            "steady", priority: 400,
            Rules.allow(
                Rules.rule("load", [.tcp], "10.0.5.0/24", to: "203.0.113.9", "9000"),
                Rules.rule("echo", [.tcp], "10.0.5.0/24", to: "203.0.113.9", "7")))

        private static func changing(_ isAllowed: Bool) -> Resource {
            let rule = Rules.rule("probe", [.tcp], "10.0.5.0/24", to: "203.0.113.9", "9001")
            return Rules.group(
                "changing", priority: 410, isAllowed ? Rules.allow(rule) : Rules.deny(rule))
        }

        @Test func noFlowIsLostAndTheChangeIsLiveWithinASecond() throws {
            try SystemLab.with { lab throws in
                try lab.apply(Self.steady, Self.changing(false))
                let server = try Listener(in: lab.host("web"), port: 9000)
                let accepting = Accepting(server)
                let established = try (0..<50).map { _ in try lab.tcp("app-8", to: "203.0.113.9", 7) }
                #expect(established.allSatisfy { $0.echoes() })

                let start = ContinuousClock.now
                let load = ConnectionLoad(
                    from: lab.host("app-7"), to: "203.0.113.9", port: 9000, rate: Self.rate, limit: .seconds(1))
                usleep(200_000)
                var slowest = Duration.zero
                for number in 1...Self.applies {
                    let isAllowed = number % 2 == 1
                    let begun = ContinuousClock.now
                    try lab.apply(Self.changing(isAllowed))
                    // Nobody listens on 9001: allowed is refused by the host, denied is silence.
                    var outcome: TCPProbe.Failure?
                    repeat {
                        outcome = try lab.failure("app-8", to: "203.0.113.9", 9001, within: .milliseconds(150))
                    } while outcome != (isAllowed ? .refused : .timedOut) && ContinuousClock.now - begun < .seconds(3)
                    #expect(outcome == (isAllowed ? .refused : .timedOut))
                    slowest = max(slowest, ContinuousClock.now - begun)
                    #expect(established[number].echoes("during \(number)"))
                    usleep(100_000)
                }
                let result = load.stop()
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                accepting.stop()

                print(
                    "apply under load: \(result.connected) of \(result.attempts) connections in \(seconds) s, "
                        + "slowest \(result.slowest); \(Self.applies) applies, slowest to be seen \(slowest)")
                #expect(established.allSatisfy { $0.echoes("afterwards") })
                #expect(result.failed == 0)
                #expect(Double(result.connected) > 0.9 * Double(Self.rate) * seconds)
                #expect(slowest < .seconds(1))
                let losses = try lab.status().gateway.losses
                for name in ["queue overflow, private side", "queue overflow, public side"] {
                    #expect(losses[name] == 0, "\(name)")
                }
            }
        }
    }
}

/// Takes connections off a listener until told to stop.
private final class Accepting: Sendable {
    private let listener: Listener
    private let isStopping = Atomic<Bool>(false)
    private let finished = DispatchSemaphore(value: 0)

    init(_ listener: Listener) {
        self.listener = listener
        Thread.detachNewThread { [self] in
            while !isStopping.load(ordering: .relaxed) {
                var interest = pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)
                poll(&interest, 1, 50)
                listener.discard()
            }
            listener.close()
            finished.signal()
        }
    }

    func stop() {
        isStopping.store(true, ordering: .relaxed)
        finished.wait()
    }
}
