import MoatModel
import MoatPolicy
import Testing

@Suite struct SnapshotTests {
    @Test func facts() throws {
        let snapshot = try Scene(group()).compile()
        #expect(snapshot.firewallName == "edge")
        #expect(snapshot.policyName == "policy")
        #expect(snapshot.publicAddresses.map(\.description) == ["198.51.100.10", "198.51.100.11"])
        #expect(snapshot.privateAddress.description == "10.0.3.4")
        #expect(snapshot.localPrefixes == [prefix("10.0.0.0/16"), prefix("fd00:10::/48")])
        #expect(snapshot.natTargets.isEmpty)
        #expect(snapshot.isOwnAddress(address("198.51.100.11")))
        #expect(snapshot.isOwnAddress(address("fd00:10:0:3::4")))
        #expect(!snapshot.isOwnAddress(address("10.0.3.5")))
    }

    @Test(arguments: [
        (network("r", [.udp], from: "10.0.0.0/16", ports: "123"), "10.0.0.0/16 -> *:123/udp"),
        (network("r", [.tcp, .udp], to: "8.8.8.8,9.9.9.9", ports: "53,853"), "* -> 8.8.8.8,9.9.9.9:53,853/tcp,udp"),
        (network("r", [.icmp], to: "8.8.8.8"), "* -> 8.8.8.8/icmp"),
        (network("r", [.any]), "* -> */any"),
        (network("r", [.any], ports: "443"), "* -> *:443/any"),
        (network("r", to: "2001:db8::1", ports: "443"), "* -> [2001:db8::1]:443/tcp"),
        (
            network("r", from: "10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.4", ports: "1-9"),
            "10.0.0.1,10.0.0.2,10.0.0.3,+1 -> *:1-9/tcp"
        ),
        (network("r", from: "", to: "Storage", ports: "443", fromGroups: ["apps"]), "group:apps -> Storage:443/tcp"),
        (network("r", from: "", ports: "443"), "nothing -> *:443/tcp"),
    ])
    func matchInWords(_ rule: NetworkRule, _ text: String) throws {
        var scene = Scene(group(deny(rule)))
        scene.resources.set(.ipGroup(IPGroup(name: "apps", ipAddresses: [])))
        let compiled = try #require(try scene.compile().rules.first)
        #expect(compiled.match == text)
        #expect(compiled.verdict == .deny)
        #expect(compiled.tier == .network)
    }

    @Test func natRuleInWords() throws {
        let compiled = try #require(try Scene(group(dnat(nat("n", ports: "80,443")))).compile().rules.first)
        #expect(compiled.match == "* -> 198.51.100.10:80,443/tcp")
        #expect(compiled.tier == .dnat)
        #expect(compiled.verdict == .allow)
        #expect(compiled.identity.description == "group/dnat/n")
    }

    @Test func denyingAll() {
        for side in Flow.Side.allCases {
            let decision = evaluate(flow("10.0.5.7", "8.8.8.8", side: side), .denyingAll)
            #expect(decision == Decision(verdict: .deny, tier: .default, rule: nil, reason: .defaultAction))
        }
    }

    /// More rules than one leaf of the sets holds, so that inner nodes are met; the last one,
    /// and each side of the border, is found.
    @Test func manyRules() throws {
        let rules = (0..<1100).map { index in
            network("r\(index)", from: "10.1.\(index / 256).\(index % 256)", to: "8.8.8.8", ports: "443")
        }
        let collection = RuleCollection(name: "many", priority: 100, rules: .network(.allow, rules))
        let snapshot = try Scene(group(collection)).compile()
        for index in [0, 1, 63, 64, 511, 512, 1023, 1024, 1099] {
            let flow = flow("10.1.\(index / 256).\(index % 256)", "8.8.8.8")
            #expect(evaluate(flow, snapshot).rule?.rule == "r\(index)")
            #expect(snapshot.match(rule: index, flow).all)
            #expect(!snapshot.match(rule: (index + 1) % 1100, flow).all)
        }
        #expect(evaluate(flow("10.1.4.76", "8.8.8.8"), snapshot).verdict == .deny)
    }
}
