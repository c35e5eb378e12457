import MoatLab
import MoatModel
import Testing

extension SystemTests {
    @Suite struct FirewallOwnPortsTests {
        @Test func areOpenedByManagementOnly() throws {
            try SystemLab.with { lab throws in
                let ssh = try Listener(in: lab.host("firewall"), port: 22)
                defer { ssh.close() }
                try lab.apply(
                    Rules.group(
                        "test", priority: 110,
                        Rules.allow(Rules.rule("ssh-everywhere", [.tcp], "*", to: "*", "22"))))
                let places = [
                    ("client", "198.51.100.10"), ("attacker", "198.51.100.10"), ("app-7", "198.51.100.10"),
                    ("app-7", "10.0.3.4"), ("app-7", "fd00:10:0:3::4"),
                ]
                for (host, address) in places {
                    #expect(try lab.failure(host, to: address, 22) == .timedOut, "\(host) to \(address)")
                }
                let records = try lab.records(atLeast: places.count) { $0["DestinationPort"] == "22" }
                #expect(records.count >= places.count)
                #expect(records.allSatisfy { $0["Action"] == "Deny" && $0["ActionReason"] == "Default Action" })

                let command = try lab.daemonCommand()
                try lab.killDaemon(try lab.status().processIdentifier)
                try lab.restartDaemon(command + ["--management", "203.0.113.50/32:22"])
                #expect(try lab.failure("client", to: "198.51.100.10", 22) == nil)
                for (host, address) in places.dropFirst() {
                    #expect(try lab.failure(host, to: address, 22) == .timedOut, "\(host) to \(address)")
                }
                // That port, not the machine.
                let other = try Listener(in: lab.host("firewall"), port: 2222)
                defer { other.close() }
                #expect(try lab.failure("client", to: "198.51.100.10", 2222) == .timedOut)
            }
        }
    }
}
