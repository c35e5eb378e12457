import Glibc
import MoatLab
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    @Suite struct FloodTests {
        /// A DNATed port and one that is shut.
        @Test func ofSpoofedSYNsDoesNotKeepTheInsideFromGoingOut() throws {
            try SystemLab.with { lab throws in
                try lab.apply(
                    Rules.group("test", Rules.allow(Rules.rule("echo", [.tcp], "10.0.5.7", to: "203.0.113.9", "7"))))
                let live = try lab.tcp("app-7", to: "203.0.113.9", 7)
                #expect(live.echoes())
                let flood = try SynFlood(from: lab.host("attacker"), to: "198.51.100.10", ports: [80, 81])
                usleep(300_000)
                let attempts = 200
                var successes = 0
                let start = ContinuousClock.now
                for number in 0..<attempts {
                    // Spread over five seconds; a flow that waits delays the ones after it.
                    let due = start + .milliseconds(25 * number)
                    if due > .now { usleep(UInt32((due - .now) / .microseconds(1))) }
                    if let probe = try? lab.tcp("app-7", to: "203.0.113.9", 7), probe.echoes() { successes += 1 }
                }
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                #expect(live.echoes("through the flood"))
                let (sent, perSecond) = flood.stop()
                let status = try lab.status()
                print(
                    "flood: \(successes) of \(attempts) new flows from inside in \(seconds) s, "
                        + "under \(perSecond) SYNs a second (\(sent)); losses "
                        + status.gateway.losses.filter { $0.value > 0 }.map { "\($0.key) \($0.value)" }.sorted()
                        .joined(separator: ", "))
                #expect(perSecond > 2000, "that is no flood")
                #expect(successes * 100 >= attempts * 95)
            }
        }

        @Test func ofOneSourceIsLimitedCountedAndNamed() throws {
            try SystemLab.with { lab throws in
                let flood = try SynFlood(
                    from: lab.host("attacker"), to: "198.51.100.10", ports: [80], source: "192.0.2.66", count: 30_000)
                flood.wait()
                let (sent, perSecond) = flood.stop()
                let losses = try lab.status().gateway.losses
                let limited = losses["new flows over the rate limit"] ?? 0
                print("flood of one source: \(limited) of \(sent) limited at \(perSecond) a second")
                #expect(limited > 0)
                // 5,000 a second and a burst of 5,000 pass.
                #expect(limited <= 25_000)
                #expect(
                    Deadline(in: .seconds(3)).wait(every: 100) {
                        lab.daemonLog().contains("192.0.2.66 opens new flows faster than 5000 a second")
                    })
                // Nobody else is.
                #expect(try lab.tcp("client", to: "198.51.100.10", 443).receive()?.contains("203.0.113.50") == true)
                #expect(!lab.daemonLog().contains("203.0.113.50 opens"))
            }
        }
    }
}
