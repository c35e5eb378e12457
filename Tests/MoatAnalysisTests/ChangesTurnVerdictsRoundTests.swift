import MoatAnalysis
import MoatModel
import MoatPolicy
import Testing

/// What `explain` proposes is done, and the flow judged again.
@Suite("proposed changes turn verdicts round") struct ChangesTurnVerdictsRoundTests {
    private static let sources = [
        "10.0.5.7", "10.0.5.8", "10.0.4.4", "203.0.113.50", "fd00:10:0:5::7", "2001:db8::50",
    ]
    private static let destinations = [
        "198.51.100.10", "10.0.3.4", "10.0.4.4", "203.0.113.9", "203.0.113.53", "203.0.113.66", "8.8.8.8",
        "2001:db8::9", "fd00:10:0:5::7", "fd00:10:0:3::4",
    ]
    private static let services: [(IPProtocol, UInt16)] = [
        (.tcp, 443), (.tcp, 80), (.tcp, 22), (.tcp, 8443), (.udp, 53), (.icmp, 0), (.icmpv6, 0),
        (IPProtocol(rawValue: 47), 0),
    ]

    private static func flows(_ snapshot: Snapshot) -> [Flow] {
        var flows: [Flow] = []
        for source in sources.compactMap({ IPAddress($0) }) {
            for destination in destinations.compactMap({ IPAddress($0) }) where destination.family == source.family {
                for (ipProtocol, port) in services {
                    let isLocal = snapshot.localPrefixes.contains { $0.contains(source) }
                    flows.append(
                        Flow(
                            side: isLocal ? .private : .public, source: source, destination: destination,
                            ipProtocol: ipProtocol, sourcePort: 40000, destinationPort: port))
                }
            }
        }
        return flows
    }

    /// A group that denies what the DNAT rules translate to, and leaves no priority free
    /// before one of its collections.
    private static let denials = """
        apiVersion: moat.dev/v1alpha1
        kind: RuleCollectionGroup
        metadata: {name: first}
        spec:
          firewallPolicy: baseline
          priority: 100
          ruleCollections:
            - name: no-ssh
              priority: 100
              ruleCollectionType: FirewallPolicyFilterRuleCollection
              action: {type: Deny}
              rules:
                - {ruleType: NetworkRule, name: ssh, ipProtocols: [TCP], sourceAddresses: ["*"], destinationAddresses: ["*"], destinationPorts: ["22"]}
                - {ruleType: NetworkRule, name: sites, ipProtocols: [TCP], sourceAddresses: [10.0.5.7], destinationAddresses: [203.0.113.9], destinationPorts: ["*"]}
        """

    @Test(arguments: [false, true], [false, true])
    func turnRound(canDenyDNAT: Bool, withDenials: Bool) throws {
        let scene = try AnalysisScene(canDenyDNAT: canDenyDNAT, changes: withDenials ? Self.denials : "")
        let snapshot = try scene.compile()
        var tried: [ProposedChange.Kind: Int] = [:]
        for flow in Self.flows(snapshot) {
            let explanation = explain(flow, snapshot, scene.resources)
            #expect(explanation.verdict == evaluate(flow, snapshot).verdict.rawValue)
            #expect(explanation.changes.isEmpty == (explanation.note != nil), "\(explanation.text)")
            for change in explanation.changes {
                tried[change.kind, default: 0] += 1
                if change.kind == .addNatRule { continue }
                var changed = scene
                changed.resources = try #require(change.applied(to: scene.resources), "\(explanation.text)")
                #expect(changed.resources.issues().isEmpty, "\(change.text): \(changed.resources.issues())")
                let verdict = evaluate(flow, try changed.compile()).verdict.rawValue
                #expect(verdict != explanation.verdict, "\(change.text)\n\(explanation.text)")
            }
        }
        for kind: ProposedChange.Kind in [.extendRule, .addRule, .removeRules, .addNatRule] {
            #expect(tried[kind, default: 0] > 0, "\(kind) was never proposed")
        }
    }

    /// A DNAT rule for what asks for one lets the flow in.
    @Test func natRuleLetsIn() throws {
        var scene = try AnalysisScene()
        let flow = try FlowExpression(parsing: "203.0.113.51 198.51.100.10:22").flow(in: scene.compile())
        let kinds = explain(flow, try scene.compile(), scene.resources).changes.map(\.kind)
        #expect(kinds == [.extendRule, .addNatRule])
        var group = try #require(scene.resources.ruleCollectionGroups["aks/edge"])
        let address = try #require(IPAddress("10.0.5.8"))
        group.ruleCollections.append(
            RuleCollection(
                name: "ssh", priority: 200,
                rules: .nat([
                    NatRule(
                        name: "ssh", ipProtocols: [.tcp], sourceAddresses: [.any],
                        destinationAddresses: [flow.destination], destinationPorts: [PortRange(22)],
                        translatedAddress: address, translatedPort: 22)
                ])))
        scene.resources.set(.ruleCollectionGroup(group))
        #expect(evaluate(flow, try scene.compile()).verdict == .allow)
    }
}
