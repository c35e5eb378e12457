import MoatModel
import Testing

@testable import MoatPolicy

@Suite("what policies make of threats")
struct ThreatPolicyTests {
    private func policy(
        _ mode: FirewallPolicy.ThreatIntelMode, _ addresses: String = "", _ names: [String] = []
    ) -> FirewallPolicy {
        FirewallPolicy(
            name: "p", threatIntelMode: mode,
            threatIntelWhitelist: .init(ipAddresses: specifiers(addresses), fqdns: names))
    }

    private func allows(_ policy: ThreatPolicy, _ name: String) -> Bool {
        Array(name.utf8).withUnsafeBufferPointer { policy.allows(name: $0) }
    }

    @Test func theModeIsThatOfTheNearest() {
        #expect(ThreatPolicy([]).action == nil)
        #expect(ThreatPolicy([policy(.deny), policy(.off)]).action == nil)
        #expect(ThreatPolicy([policy(.off), policy(.alert)]).action == .alert)
        #expect(ThreatPolicy([policy(.alert), policy(.deny)]).action == .deny)
    }

    @Test func theAllowListsHoldTogether() {
        let policy = ThreatPolicy([
            policy(.deny, "203.0.113.0/30", ["a.example"]), policy(.deny, "203.0.113.9-203.0.113.10", ["*.b.example"]),
        ])
        for (text, isAllowed) in [
            ("203.0.113.0", true), ("203.0.113.3", true), ("203.0.113.4", false), ("203.0.113.9", true),
            ("203.0.113.11", false), ("::", false),
        ] {
            #expect(policy.allows(address(text)) == isAllowed, "\(text)")
        }
        for (name, isAllowed) in [
            ("a.example", true), ("x.a.example", false), ("b.example", false), ("x.b.example", true),
        ] {
            #expect(allows(policy, name) == isAllowed, "\(name)")
        }
    }

    @Test func everything() {
        let policy = ThreatPolicy([policy(.deny, "*", ["*"])])
        #expect(policy.allows(address("255.255.255.255")) && policy.allows(address("::")))
        #expect(allows(policy, "a.example") && allows(policy, "203.0.113.9"))
    }
}
