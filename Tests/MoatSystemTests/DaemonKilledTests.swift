import Foundation
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    @Suite struct DaemonKilledTests {
        /// However it goes away: killed, or stopped in good order.
        @Test(arguments: [SIGKILL, SIGTERM])
        func liveFlowsGoOnAndNewOnesWaitForTheRestart(signal: Int32) throws {
            try SystemLab.with { lab throws in
                try lab.apply(
                    Rules.group("test", Rules.allow(Rules.rule("echo", [.tcp], "10.0.5.7", to: "203.0.113.9", "7"))))
                let live = try lab.tcp("app-7", to: "203.0.113.9", 7)
                let inbound = try lab.tcp("client", to: "198.51.100.10", 80)
                #expect(live.echoes("before"))
                let before = try lab.status()
                let rules = try lab.rules()
                let command = try lab.daemonCommand()

                try lab.killDaemon(before.processIdentifier, with: signal)
                #expect(live.echoes("without a daemon"))
                #expect(try lab.failure("app-7", to: "203.0.113.9", 7) == .timedOut)
                #expect(try lab.failure("client", to: "198.51.100.10", 80) == .timedOut)
                #expect(live.echoes("still without"))

                let start = ContinuousClock.now
                try lab.startDaemon(command)
                var failure: TCPProbe.Failure? = .timedOut
                while failure != nil, ContinuousClock.now - start < .seconds(20) {
                    failure = try lab.failure("app-7", to: "203.0.113.9", 7, within: .milliseconds(20))
                    // What is denied stays shut while the daemon comes up.
                    #expect(try lab.failure("app-8", to: "203.0.113.9", 7, within: .milliseconds(20)) == .timedOut)
                }
                let elapsed = ContinuousClock.now - start
                print("daemon ended by signal \(signal): \(elapsed) from its restart to the first new flow")
                #expect(failure == nil)
                #expect(elapsed < .seconds(5))

                #expect(Deadline(in: .seconds(5)).wait { UnixSocketProbe.answers(at: lab.lab.directory.socket) })
                #expect(live.echoes("after"))
                inbound.send("GET / HTTP/1.0\r\n\r\n")
                #expect(inbound.receive()?.contains("203.0.113.50") == true)
                #expect(try lab.failure("app-8", to: "203.0.113.9", 443) == .timedOut)
                let after = try lab.status()
                #expect(after.version == before.version)
                #expect(after.processIdentifier != before.processIdentifier)
                #expect(try lab.rules().map(\.number) == rules.map(\.number))
                #expect(try lab.rules().map(\.rule) == rules.map(\.rule))
                let records = try lab.records(atLeast: 2) { $0["DestinationPort"] == "7" && $0["Action"] == "Allow" }
                #expect(Set(records.map(\.rule)) == ["aks-egress/test/allow/echo"])
                // A rule that the kill and the restart did not take away.
                #expect(try lab.failure("client", to: "198.51.100.10", 80) == nil)
            }
        }

        private static func group(port: Int) -> Resource {
            Rules.group(
                "test", Rules.allow(Rules.rule("moving", [.tcp], "10.0.5.7", to: "203.0.113.9", "\(port)")))
        }

        /// The port in the rule says which apply it came with.
        private func port(in rules: [SystemLab.Rule]) -> Int? {
            rules.first { $0.rule == "moving" }
                .flatMap { $0.match.split(separator: ":").last?.split(separator: "/").first }.flatMap { Int($0) }
        }

        @Test func aKillInTheMiddleOfAnApplyLeavesTheOldVersionOrTheNew() throws {
            let moat = try #require(SystemLab.moat)
            try SystemLab.with { lab throws in
                var random = SeededGenerator(seed: 9)
                try lab.apply(Self.group(port: 1000))
                let command = try lab.daemonCommand()
                let begun = ContinuousClock.now
                try lab.apply(Self.group(port: 1001))
                // Moves towards the moment at which the new version is written.
                var delay = (ContinuousClock.now - begun) / .microseconds(1) * 0.8
                let number = try #require(try lab.rules().first { $0.rule == "moving" }).number
                var port = 1001
                var outcomes: [String] = []
                for _ in 1...10 {
                    let before = try lab.status()
                    let next = port + 1
                    let manifest = NSTemporaryDirectory() + "moat-kill-\(UUID().uuidString).yaml"
                    defer { unlink(manifest) }
                    try FileSystem.write(SystemLab.manifests([Self.group(port: next)]), to: manifest)
                    let null = try Descriptor.open("/dev/null", O_RDWR)
                    defer { null.close() }
                    let apply = try ChildProcess.spawn(
                        [moat, "apply", "-f", manifest, "--socket", lab.lab.directory.socket], input: null.number,
                        output: null.number, error: null.number)
                    usleep(UInt32(delay * Double.random(in: 0.85...1.15, using: &random)))
                    try lab.killDaemon(before.processIdentifier)
                    let isConfirmed = apply.wait() == 0
                    try lab.restartDaemon(command)

                    let after = try lab.status()
                    let rules = try lab.rules()
                    #expect(rules.first { $0.rule == "moving" }?.number == number)
                    let inForce = self.port(in: rules)
                    switch after.version {
                    case before.version:
                        #expect(inForce == port)
                        #expect(!isConfirmed, "what moat apply called done is gone")
                        delay *= 1.1
                        outcomes.append("old")
                    case before.version + 1:
                        #expect(inForce == next)
                        port = next
                        delay *= 0.9
                        outcomes.append("new")
                    default:
                        Issue.record("version \(after.version) after \(before.version)")
                    }
                    // The kernel judges by it: nobody listens there, so allowed is refused.
                    #expect(try lab.failure("app-7", to: "203.0.113.9", UInt16(port)) == .refused)
                }
                print("killed during apply: \(outcomes.joined(separator: " "))")
                // And it takes changes.
                try lab.apply(Self.group(port: 2000))
                #expect(self.port(in: try lab.rules()) == 2000)
            }
        }
    }
}
