import Foundation
import MoatLab
import MoatModel
import Testing

extension SystemTests {
    /// What clients in the cluster hear from the DNS proxy.
    @Suite struct ResolverTests {
        @Test func echIsTakenOutOfHTTPSRecords() throws {
            try SystemLab.with { lab throws in
                func holdsECH(_ reply: DNSReply?) -> Bool? {
                    reply?.records.first { $0.type == 65 }.map { record in
                        String(decoding: record.data, as: UTF8.self).contains("ech.docker.io")
                    }
                }
                let original = try lab.ask(
                    "auth.docker.io", type: 65, from: "firewall", at: SystemLab.resolver)
                #expect(holdsECH(original) == true)
                let proxied = try lab.ask("auth.docker.io", type: 65)
                #expect(holdsECH(proxied) == false)
            }
        }

        /// 0x20: the case of a question is its client's nonce.
        @Test func mixedCaseComesBackAsItWasAsked() throws {
            try SystemLab.with { lab throws in
                for name in ["dOcKeR.Io", "DOCKER.io", "docker.io"] {
                    let reply = try lab.ask(name)
                    #expect(reply?.name == name)
                    #expect(reply?.addresses.count == 1)
                }
            }
        }

        @Test func sixtyAddressesComeThroughTruncationAndTCP() throws {
            try SystemLab.with { lab throws in
                // The last of them is a machine.
                let many = (1...59).map { Rules.address("203.0.113.\(100 + $0)") } + [Rules.address("203.0.113.9")]
                try lab.setNames(LabDomain("many.example", addresses: many, ttl: 60))
                try lab.apply(Rules.group("test", Rules.allow(Rules.rule("many", [.tcp], toName: "many.example", "7"))))
                let short = try lab.ask("many.example")
                #expect(short?.isTruncated == true)
                let whole = try lab.ask("many.example", stream: true)
                #expect(whole?.isTruncated == false)
                #expect(whole?.addresses == Set(many))
                #expect(try lab.tcp("app-7", to: "203.0.113.9", 7).echoes())
                // A stub resolver does it by itself.
                let stub = try lab.run(["getent", "ahostsv4", "many.example"], on: "app-7")
                #expect(
                    Set(stub.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }).count == 60)
            }
        }

        @Test func chainsOfAliasesLeadToTheirEnd() throws {
            try SystemLab.with { lab throws in
                try lab.setNames(
                    LabDomain("one.example", alias: "two.example", ttl: 5),
                    LabDomain("two.example", alias: "three.example", ttl: 5),
                    LabDomain("three.example", addresses: [Rules.address("203.0.113.9")], ttl: 5))
                try lab.apply(Rules.group("test", Rules.allow(Rules.rule("one", [.tcp], toName: "one.example", "7"))))
                let reply = try lab.ask("one.example")
                #expect(reply?.records.map(\.type) == [5, 5, 1])
                #expect(try lab.tcp("app-7", to: "203.0.113.9", 7).echoes())
            }
        }

        @Test func whatDoesNotExistIsSaidSoAndOutsidersHearNothing() throws {
            try SystemLab.with { lab throws in
                #expect(try lab.ask("nobody.example")?.code == 3)
                #expect(try lab.ask("docker.io", from: "client", at: "198.51.100.10", within: .seconds(1)) == nil)
                let records = try lab.records(atLeast: 1) {
                    $0["Type"] == "AZFWDnsQuery" && $0["QueryName"] == "nobody.example."
                }
                #expect(records.map { $0["ResponseCode"] } == ["NXDOMAIN"])
            }
        }

        @Test func portFiftyThreeIsShutWhereThePolicyHasNoProxy() throws {
            try SystemLab.with { lab throws in
                // Nothing may need it.
                try lab.delete("rcg", "aks-egress/apps")
                #expect(try lab.ask("docker.io")?.code == 0)
                #expect(try lab.ask("docker.io", stream: true)?.code == 0)
                var policy = try #require(lab.resources.firewallPolicies["aks-egress"])
                policy.dnsSettings.enableProxy = false
                try lab.apply(.firewallPolicy(policy))
                #expect(try lab.ask("docker.io", within: .seconds(1)) == nil)
                #expect(try lab.failure("app-7", to: SystemLab.dnsProxy, 53) == .timedOut)
                policy.dnsSettings.enableProxy = true
                try lab.apply(.firewallPolicy(policy))
                #expect(try lab.ask("docker.io")?.code == 0)
                #expect(try lab.ask("docker.io", stream: true)?.code == 0)
            }
        }
    }
}
