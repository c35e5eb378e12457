import MoatLab
import MoatModel
import Testing

extension SystemTests {
    @Suite struct IPv6Tests {
        private static let web = "2001:db8:203::9"

        @Test func isDeniedByDefaultAndOpenedByARuleOfItsOwn() throws {
            try SystemLab.with { lab throws in
                #expect(try lab.failure("app-7", to: Self.web, 7) == .timedOut)
                let denied = try lab.records { $0["SourceIp"] == "fd00:10:0:5::7" }
                #expect(denied.first?["ActionReason"] == "Default Action")

                // Everything, of IPv4.
                try lab.apply(
                    Rules.group(
                        "test", Rules.allow(Rules.rule("all-v4", [.any], "0.0.0.0/0", to: "0.0.0.0/0"))))
                #expect(try lab.failure("app-7", to: Self.web, 7) == .timedOut)
                #expect(try lab.tcp("app-7", to: "203.0.113.9", 7).echoes())

                try lab.apply(
                    Rules.group(
                        "test",
                        Rules.allow(Rules.rule("v6", [.tcp], "fd00:10:0:5::/64", to: "2001:db8:203::/64", "7"))))
                let probe = try lab.tcp("app-7", to: Self.web, 7)
                #expect(probe.echoes())
                let allowed = try lab.records { $0["SourceIp"] == "fd00:10:0:5::7" && $0["Action"] == "Allow" }
                #expect(allowed.map(\.rule) == ["aks-egress/test/allow/v6"])
                #expect(allowed.first?["DestinationIp"] == Self.web)
            }
        }

        /// IPv6 has no DNAT to hide behind: what comes from outside needs a rule too.
        @Test func fromOutsideIsDeniedUnlessARuleAllows() throws {
            try SystemLab.with { lab throws in
                #expect(try lab.failure("client", to: "fd00:10:0:5::7", 8080) == .timedOut)
                try lab.apply(
                    Rules.group(
                        "test", Rules.allow(Rules.rule("in", [.tcp], "2001:db8:203::50", to: "fd00:10:0:5::7", "8080")))
                )
                #expect(try lab.failure("client", to: "fd00:10:0:5::7", 8080) == nil)
                #expect(try lab.failure("web", to: "fd00:10:0:5::7", 8080) == .timedOut)
            }
        }
    }
}
