import MoatLab
import MoatModel
import Testing

extension SystemTests {
    @Suite struct LiveFlowTests {
        private static let tcp = Rules.rule("tcp", [.tcp], "10.0.5.0/24", to: "203.0.113.9", "7")
        private static let udp = Rules.rule("udp", [.udp], "10.0.5.0/24", to: "203.0.113.9", "7")
        private static let other = Rules.rule("other", [.tcp], "10.0.5.0/24", to: "203.0.113.9", "8007")
        private static let allowed = Rules.group("test", Rules.allow(tcp, udp, other))

        private static func with(_ body: (SystemLab) throws -> Void) throws {
            try SystemLab.with { topology, _ in
                guard let web = topology.internet.hosts.firstIndex(where: { $0.name == "web" }) else { return }
                topology.internet.hosts[web].services += [
                    LabService(.udp, 7, .echo), LabService(.tcp, 8007, .echo),
                ]
            } _: { lab throws in
                try lab.apply(allowed)
                try body(lab)
            }
        }

        @Test func aRuleTurnedToDenyCutsLiveFlowsWithinASecond() throws {
            try Self.with { lab throws in
                let tcp = try lab.tcp("app-7", to: "203.0.113.9", 7)
                let udp = try lab.udp("app-7", to: "203.0.113.9", 7)
                let other = try lab.tcp("app-7", to: "203.0.113.9", 8007)
                #expect(tcp.echoes())
                #expect(udp.echoes())
                #expect(other.echoes())

                let start = ContinuousClock.now
                let denied = try lab.apply(
                    Rules.group("test", Rules.deny(Self.tcp, Self.udp), Rules.allow(Self.other)))
                let elapsed = ContinuousClock.now - start
                #expect(!tcp.echoes("cut?", within: .milliseconds(300)))
                #expect(!udp.echoes("cut?", within: .milliseconds(300)))
                print("live flows: cut \(elapsed) after the apply was begun")
                #expect(elapsed < .seconds(1))
                #expect(other.echoes("still here"))
                #expect(try lab.failure("app-7", to: "203.0.113.9", 7) == .timedOut)

                _ = try lab.moat(["rollback", "\(denied.previous)"])
                #expect(try lab.tcp("app-7", to: "203.0.113.9", 7).echoes())
                #expect(try lab.udp("app-7", to: "203.0.113.9", 7).echoes())
                #expect(other.echoes("and still"))
            }
        }

        @Test func aRuleThatGoesAwayCutsItsFlows() throws {
            try Self.with { lab throws in
                let tcp = try lab.tcp("app-7", to: "203.0.113.9", 7)
                let other = try lab.tcp("app-7", to: "203.0.113.9", 8007)
                #expect(tcp.echoes())
                #expect(other.echoes())
                try lab.apply(Rules.group("test", Rules.allow(Self.other)))
                #expect(!tcp.echoes("cut?", within: .milliseconds(300)))
                #expect(other.echoes())
            }
        }

        /// Its flow would go on to a server that no rule names any more.
        @Test func aDNATRuleThatChangesItsTargetCutsItsFlows() throws {
            try SystemLab.with { topology, _ in
                topology.hosts = topology.hosts.map { host in
                    var host = host
                    host.services.append(LabService(.tcp, 8007, .echo))
                    return host
                }
            } _: { lab throws in
                func target(_ address: String) -> Resource {
                    Rules.group(
                        "test", priority: 110, Rules.nat(Rules.dnat("in", "198.51.100.10", 8007, to: address, 8007)))
                }
                try lab.apply(target("10.0.5.7"))
                let first = try lab.tcp("client", to: "198.51.100.10", 8007)
                #expect(first.echoes())
                try lab.apply(target("10.0.5.8"))
                #expect(!first.echoes("cut?", within: .milliseconds(300)))
                #expect(try lab.tcp("client", to: "198.51.100.10", 8007).echoes())
                let records = try lab.records(atLeast: 2) {
                    $0["DestinationPort"] == "8007" && $0["TranslatedIp"] != ""
                }
                #expect(records.first?["TranslatedIp"] == "10.0.5.7")
                #expect(records.last?["TranslatedIp"] == "10.0.5.8")
            }
        }
    }
}
