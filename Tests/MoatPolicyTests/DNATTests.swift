import MoatModel
import MoatPolicy
import Testing

@Suite("DNAT") struct DNATTests {
    private func decide(
        _ flow: Flow, _ collections: RuleCollection..., policy: FirewallPolicy = FirewallPolicy(name: "policy")
    ) throws -> Decision {
        let group = RuleCollectionGroup(
            name: "group", firewallPolicy: "policy", priority: 100, ruleCollections: collections)
        return evaluate(flow, try Scene(group, policy: policy).compile())
    }

    private let inbound = flow("203.0.113.7", "198.51.100.10", port: 80, side: .public)
    private let target = Decision.Translation(address: IPv4Address(rawValue: 0x0a00_0404), port: 8080)

    @Test func translatesAndLetsIn() throws {
        let decision = try decide(inbound, dnat(nat("web")))
        #expect(decision.verdict == .allow)
        #expect(decision.tier == .dnat)
        #expect(decision.rule?.rule == "web")
        #expect(decision.reason == .dnat)
        #expect(decision.reason.logText == "")
        #expect(decision.translation == target)
        #expect(decision.sourceNAT == .none)
    }

    struct Miss: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var rule: NatRule
        var flow: Flow
    }

    @Test(arguments: [
        Miss(
            testDescription: "port", rule: nat("n"), flow: flow("203.0.113.7", "198.51.100.10", port: 81, side: .public)
        ),
        Miss(
            testDescription: "protocol", rule: nat("n"),
            flow: flow("203.0.113.7", "198.51.100.10", .udp, port: 80, side: .public)),
        Miss(
            testDescription: "source", rule: nat("n", from: "203.0.113.8"),
            flow: flow("203.0.113.7", "198.51.100.10", port: 80, side: .public)),
        Miss(
            testDescription: "destination", rule: nat("n"),
            flow: flow("203.0.113.7", "198.51.100.11", port: 80, side: .public)),
        Miss(
            testDescription: "ICMP with Any and *", rule: nat("n", [.any], ports: "*"),
            flow: flow("203.0.113.7", "198.51.100.10", .icmp, side: .public)),
        Miss(
            testDescription: "empty group as the only source", rule: nat("n", from: "", fromGroups: ["empty"]),
            flow: flow("203.0.113.7", "198.51.100.10", port: 80, side: .public)),
    ])
    func misses(_ miss: Miss) throws {
        var scene = Scene(group(dnat(miss.rule)))
        scene.resources.set(.ipGroup(IPGroup(name: "empty", ipAddresses: [])))
        let decision = evaluate(miss.flow, try scene.compile())
        #expect(decision.reason == .noDnatForFirewallAddress)
    }

    @Test(arguments: [IPProtocol.tcp, .udp])
    func anyIsTCPAndUDP(_ ipProtocol: IPProtocol) throws {
        let flow = flow("203.0.113.7", "198.51.100.10", ipProtocol, port: 80, side: .public)
        #expect(try decide(flow, dnat(nat("n", [.any]))).reason == .dnat)
    }

    @Test func sourceGroups() throws {
        var scene = Scene(group(dnat(nat("n", from: "", fromGroups: ["clients"]))))
        scene.resources.set(.ipGroup(IPGroup(name: "clients", ipAddresses: specifiers("203.0.113.0/28"))))
        let snapshot = try scene.compile()
        #expect(evaluate(inbound, snapshot).reason == .dnat)
        #expect(evaluate(flow("203.0.113.16", "198.51.100.10", port: 80, side: .public), snapshot).verdict == .deny)
    }

    /// A DNAT rule is final, also where a Deny network rule of higher priority matches both
    /// the flow and its translation.
    @Test func finalByDefault() throws {
        let decision = try decide(inbound, deny(network("no", [.any])), dnat(nat("web"), priority: 200))
        #expect(decision.reason == .dnat)
    }

    @Test func networkRulesCanDeny() throws {
        let policy = FirewallPolicy(name: "policy", networkRulesCanDenyDnat: true)
        let denied = try decide(
            inbound, dnat(nat("web")),
            deny(network("no", from: "203.0.113.7", to: "10.0.4.4", ports: "8080"), priority: 200),
            policy: policy)
        #expect(denied.verdict == .deny)
        #expect(denied.tier == .network)
        #expect(denied.rule?.rule == "no")
        #expect(denied.reason == .dnatDeniedByNetworkRule)
        #expect(denied.translation == nil)
        // A rule on the address before translation is not about the translated flow.
        let before = try decide(
            inbound, dnat(nat("web")), deny(network("no", to: "198.51.100.10"), priority: 200), policy: policy)
        #expect(before.reason == .dnat)
        // An Allow that matches first spares the flow.
        let allowed = try decide(
            inbound, dnat(nat("web")), allow(network("yes", to: "10.0.4.4"), priority: 200),
            deny(network("no"), priority: 300), policy: policy)
        #expect(allowed.reason == .dnat)
        #expect(allowed.rule?.rule == "web")
        let none = try decide(inbound, dnat(nat("web")), policy: policy)
        #expect(none.reason == .dnat)
    }

    /// An ancestor's switch counts as the firewall's own.
    @Test func ancestorsSwitches() throws {
        let groups = [group("g", policy: "child", dnat(nat("web")), deny(network("no"), priority: 200))]
        func decide(_ base: FirewallPolicy) throws -> Decision {
            let policies = [FirewallPolicy(name: "child", basePolicy: "base"), base]
            return evaluate(inbound, try Scene(groups, policies: policies).compile())
        }
        #expect(try decide(FirewallPolicy(name: "base")).reason == .dnat)
        #expect(
            try decide(FirewallPolicy(name: "base", networkRulesCanDenyDnat: true)).reason == .dnatDeniedByNetworkRule)
        #expect(try decide(FirewallPolicy(name: "base")).sourceNAT == .none)
        #expect(
            try decide(FirewallPolicy(name: "base", snat: .init(inboundSnat: true))).sourceNAT == .privateAddress)
    }

    /// From inside to the public address: translated, and from the firewall's address, or the
    /// reply would go straight back.
    @Test func hairpin() throws {
        let decision = try decide(flow("10.0.5.7", "198.51.100.10", port: 80), dnat(nat("web")))
        #expect(decision.translation == target)
        #expect(decision.sourceNAT == .privateAddress)
    }

    @Test func inboundSNAT() throws {
        let policy = FirewallPolicy(name: "policy", snat: .init(inboundSnat: true))
        #expect(try decide(inbound, dnat(nat("web")), policy: policy).sourceNAT == .privateAddress)
    }

    /// Network rules never open the firewall's own addresses, of either family and from
    /// either side.
    @Test(arguments: ["198.51.100.10", "198.51.100.11", "10.0.3.4", "fd00:10:0:3::4"], Flow.Side.allCases)
    func ownAddressesStayShut(_ destination: String, _ side: Flow.Side) throws {
        let source = destination.contains(":") ? "2001:db8::7" : "203.0.113.7"
        let decision = try decide(flow(source, destination, port: 22, side: side), allow(network("all", [.any])))
        #expect(
            decision == Decision(verdict: .deny, tier: .default, rule: nil, reason: .noDnatForFirewallAddress))
        #expect(decision.reason.logText == "Default Action")
    }

    @Test func firstNATRuleWins() throws {
        let decision = try decide(
            inbound, dnat(nat("late", target: "10.0.4.5"), name: "b", priority: 200),
            dnat(nat("first"), nat("second", target: "10.0.4.6"), name: "a"))
        #expect(decision.rule?.rule == "first")
    }

    @Test func natTargets() throws {
        var numbering = RuleNumbering()
        let scene = Scene(
            group(
                dnat(nat("a"), nat("b", ports: "22", target: "10.0.5.7", targetPort: 22)),
                allow(network("n"), priority: 200)))
        let snapshot = try scene.compile(numbering: &numbering)
        #expect(snapshot.natTargets.map(\.number) == [16, 17])
        #expect(
            snapshot.natTargets.map { "\($0.translation.address):\($0.translation.port)" } == [
                "10.0.4.4:8080", "10.0.5.7:22",
            ])
    }
}
