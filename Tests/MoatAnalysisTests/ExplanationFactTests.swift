import Foundation
import MoatAnalysis
import MoatModel
import MoatPolicy
import Testing

@Suite("explanations as facts") struct ExplanationFactTests {
    private func explanation(_ text: String, in scene: AnalysisScene) throws -> Explanation {
        let snapshot = try scene.compile()
        return explain(
            try FlowExpression(parsing: text).flow(in: snapshot), snapshot, scene.resources)
    }

    @Test func nearestMissNamesTheFieldThatFailed() throws {
        let found = try explanation("10.0.4.4 203.0.113.9:443", in: AnalysisScene())
        let nearest = try #require(found.network.nearest)
        #expect(nearest.rule.description == "team/allow/web-tls")
        #expect(nearest.rule.position == 5)
        #expect(nearest.fields.map(\.field) == [.destination, .port, .source])
        #expect(nearest.fields.map(\.matches) == [true, true, false])
        #expect(nearest.fields[2].text == "source 10.0.4.4 is not in 10.0.5.0/24")
        #expect(found.network.rulesLookedAt == 7)
        #expect(found.network.decidedBy == nil)
    }

    /// Of rules that are equally near the first one is named; a protocol and a port amiss are
    /// two fields.
    @Test func nearestOfEquals() throws {
        let found = try explanation("10.0.5.8 203.0.113.9:444", in: AnalysisScene())
        #expect(found.network.nearest?.rule.rule == "web-tls")
        let udp = try explanation("fd00:10:0:5::7 [2001:db8::9]:80/udp", in: AnalysisScene())
        #expect(udp.network.nearest?.fields.filter { !$0.matches }.map(\.field) == [.ipProtocol, .port])
    }

    @Test func nothingIsNear() throws {
        let found = try explanation("203.0.113.7 10.0.9.9:9999", in: AnalysisScene())
        #expect(found.network.nearest == nil)
        #expect(found.network.text == "7 rules looked at; none is near")
    }

    @Test func networkRulesCountThatWereLookedAt() throws {
        let found = try explanation("10.0.5.7 203.0.113.9:443", in: AnalysisScene())
        #expect(found.network.rulesLookedAt == 3)
        #expect(found.network.rules == 7)
        #expect(found.network.decidedBy?.description == "team/allow/web-tls")
        #expect(found.rule == found.network.decidedBy)
        #expect(found.isAllowed)
    }

    @Test func deniedAfterTranslation() throws {
        let scene = try AnalysisScene(
            canDenyDNAT: true,
            changes: """
                apiVersion: moat.dev/v1alpha1
                kind: RuleCollectionGroup
                metadata: {name: net}
                spec:
                  firewallPolicy: baseline
                  priority: 200
                  ruleCollections:
                    - name: never
                      priority: 100
                      ruleCollectionType: FirewallPolicyFilterRuleCollection
                      action: {type: Deny}
                      rules:
                        - {ruleType: NetworkRule, name: no-web, ipProtocols: [TCP], sourceAddresses: [203.0.113.66], destinationAddresses: [10.0.4.4], destinationPorts: ["8080"]}
                """)
        let denied = try explanation("203.0.113.66 198.51.100.10:80", in: scene)
        #expect(denied.tier == "network")
        #expect(denied.reason == "net/never/no-web denies what edge/inbound/web let in")
        #expect(denied.dnat.text == "1 of 2 rules looked at; edge/inbound/web sends it to 10.0.4.4:8080")
        #expect(
            denied.changes.map(\.text) == [
                "new Allow rule 203.0.113.66 -> 10.0.4.4:8080/tcp in a new group before-net "
                    + "(policy baseline, priority 199), judged before net/never/no-web"
            ])
        let allowed = try explanation("203.0.113.67 198.51.100.10:80", in: scene)
        #expect(allowed.network.text == "6 rules looked at for the translated flow; none denies it")
    }

    @Test func sourceAddressAfterInboundSNAT() throws {
        let found = try explanation("203.0.113.66 198.51.100.10:80", in: AnalysisScene(inboundSNAT: true))
        #expect(found.sourceNAT?.text == "leaves as 10.0.3.4, the firewall's private address: inboundSnat is on")
        #expect(found.sourceNAT?.address == "10.0.3.4")
        #expect(found.sourceNAT?.isTranslated == true)
    }

    @Test func deniedFlowsLeaveWithNoAddress() throws {
        #expect(try explanation("10.0.5.7 203.0.113.66:443", in: AnalysisScene()).sourceNAT == nil)
    }

    /// With no priority free before it, the rule that denies would have to go, or there is no
    /// way at all.
    @Test func noRoomBefore() throws {
        let first = """
            apiVersion: moat.dev/v1alpha1
            kind: RuleCollectionGroup
            metadata: {name: first}
            spec:
              firewallPolicy: baseline
              priority: 100
              ruleCollections:
                - name: never
                  priority: 100
                  ruleCollectionType: FirewallPolicyFilterRuleCollection
                  action: {type: Deny}
                  rules:
                    - {ruleType: NetworkRule, name: sites, ipProtocols: [TCP], sourceAddresses: [10.0.5.0/24], destinationAddresses: ["*"], destinationPorts: ["*"]}
            """
        let scene = try AnalysisScene(changes: first)
        let laterAllows = try explanation("10.0.5.9 203.0.113.9:443", in: scene)
        #expect(laterAllows.changes.map(\.text) == ["remove first/never/sites"])
        let laterDenies = try explanation("10.0.5.9 8.8.8.8:443", in: scene)
        #expect(laterDenies.changes.isEmpty)
        #expect(
            laterDenies.note
                == "No single rule would turn this round: no priority is free before first/never/sites; "
                + "raise its number first.")
    }

    @Test func survivesJSON() throws {
        var found = try explanation("10.0.5.9 203.0.113.9:8443", in: AnalysisScene())
        found.version = "version 42"
        let data = try JSONEncoder().encode(found)
        let read = try JSONDecoder().decode(Explanation.self, from: data)
        #expect(read == found)
        #expect(read.text.hasPrefix("DENY   default: no rule matched"))
        #expect(read.text.contains("policy aks, version 42\n"))
        #expect(read.changes.first?.addition?.property == "destinationPorts")
    }

    /// Where no firewall is defined yet.
    @Test func denyingAll() throws {
        let flow = try FlowExpression(parsing: "10.0.5.7 203.0.113.9:443").flow(in: .denyingAll)
        let found = explain(flow, .denyingAll, ResourceSet())
        #expect(found.text.hasPrefix("DENY   default: no rule matched"))
        #expect(found.text.contains("  no policy\n"))
        #expect(found.network.text == "no rules")
        #expect(!found.route.reachesFirewall)
    }
}
