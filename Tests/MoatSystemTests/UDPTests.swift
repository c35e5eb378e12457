import Glibc
import MoatLab
import MoatModel
import Testing

extension SystemTests {
    @Suite struct UDPTests {
        /// Conntrack calls a UDP flow new until it is answered.
        @Test func aFlowWithoutRepliesIsJudgedOnce() throws {
            try SystemLab.with { lab throws in
                try lab.apply(
                    Rules.group("test", Rules.allow(Rules.rule("syslog", [.udp], "10.0.5.7", to: "192.0.2.66", "514"))))
                let silent = try Listener(in: lab.host("attacker"), port: 514, type: SOCK_DGRAM)
                defer { silent.close() }
                let probe = try lab.udp("app-7", to: "192.0.2.66", 514)
                let sniffer = try PacketSniffer(in: lab.host("attacker"))
                let before = try lab.status().gateway.judged
                for number in 1...10 {
                    probe.send("line \(number)")
                    usleep(50_000)
                }
                let arrived = sniffer.drain().filter { $0.destinationPort == 514 }
                #expect(arrived.count == 10)
                let records = try lab.records { $0.sourcePort == probe.sourcePort }
                #expect(records.map(\.rule) == ["aks-egress/test/allow/syslog"])
                #expect(try lab.status().gateway.judged - before == 1)
            }
        }

        /// Nothing remembers a flow that was denied: each of its packets is one.
        @Test func aDeniedFlowIsDeniedEachTime() throws {
            try SystemLab.with { lab throws in
                let probe = try lab.udp("app-7", to: "192.0.2.66", 514)
                let sniffer = try PacketSniffer(in: lab.host("attacker"))
                for number in 1...5 {
                    probe.send("line \(number)")
                    usleep(50_000)
                }
                let records = try lab.records(atLeast: 5) { $0.sourcePort == probe.sourcePort }
                #expect(records.count == 5)
                #expect(records.allSatisfy { $0["Action"] == "Deny" && $0["ActionReason"] == "Default Action" })
                #expect(sniffer.drain().filter { $0.destinationPort == 514 }.isEmpty)
            }
        }
    }
}
