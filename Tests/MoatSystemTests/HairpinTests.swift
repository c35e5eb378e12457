import MoatLab
import MoatModel
import Testing

extension SystemTests {
    /// The ingress answers on port 443 with the address that it sees.
    @Suite struct HairpinTests {
        private func seen(_ lab: SystemLab, from host: String) throws -> String? {
            try lab.tcp(host, to: "198.51.100.10", 443).receive()
        }

        @Test func fromInsideToThePublicAddressGetsItsAnswer() throws {
            try SystemLab.with { lab throws in
                #expect(try seen(lab, from: "app-7")?.hasPrefix("ingress, you are 10.0.3.4:") == true)
                // From the subnet of the target itself too.
                #expect(try seen(lab, from: "ingress")?.hasPrefix("ingress, you are 10.0.3.4:") == true)
                let records = try lab.records { $0["SourceIp"] == "10.0.5.7" }
                #expect(records.map { $0["Type"] } == ["AZFWNatRule"])
                #expect(records.first?["TranslatedIp"] == "10.0.4.4")
                #expect(records.first?.rule == "aks-egress/edge/inbound/web-tls")
            }
        }

        @Test func serversSeeTheClientUnlessInboundSnatIsOn() throws {
            try SystemLab.with { lab throws in
                #expect(try seen(lab, from: "client")?.hasPrefix("ingress, you are 203.0.113.50:") == true)
                var policy = try #require(lab.resources.firewallPolicies["aks-egress"])
                policy.snat.inboundSnat = true
                try lab.apply(.firewallPolicy(policy))
                #expect(try seen(lab, from: "client")?.hasPrefix("ingress, you are 10.0.3.4:") == true)
            }
        }
    }
}
