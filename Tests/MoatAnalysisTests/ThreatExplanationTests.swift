import MoatModel
import MoatPolicy
import Testing

@testable import MoatAnalysis

@Suite("explanations of what threat feeds list") struct ThreatExplanationTests {
    private static func policy(_ mode: String) -> String {
        """
        apiVersion: moat.dev/v1alpha1
        kind: FirewallPolicy
        metadata: {name: aks}
        spec: {basePolicy: baseline, threatIntelMode: \(mode)}
        """
    }

    /// An address, a name and a URL of feed `bots`.
    private static var lists: ThreatLists {
        var list = ThreatList(feed: "bots", category: "Bot Networks")
        if let address = IPAddress("203.0.113.9") { list.add(IPRange(IPPrefix(address))) }
        if let name = FQDNPattern("evil.example") { list.add(name) }
        if let url = ThreatURL("http://docker.io/payload") { list.add(url, description: "Dropper") }
        return ThreatLists(
            feeds: [.init(name: "bots", entries: 3, fetchedAt: 1000)], fetched: ThreatIndex([list], at: 0))
    }

    private static func explanation(_ text: String, mode: String) throws -> Explanation {
        let scene = try AnalysisScene(
            changes: policy(mode) + """

                ---
                apiVersion: moat.dev/v1alpha1
                kind: RuleCollectionGroup
                metadata: {name: apps}
                spec:
                  firewallPolicy: aks
                  priority: 900
                  ruleCollections:
                    - name: sites
                      priority: 100
                      ruleCollectionType: FirewallPolicyFilterRuleCollection
                      action: {type: Allow}
                      rules:
                        - ruleType: ApplicationRule
                          name: web
                          protocols: [{protocolType: Http, port: 80}]
                          sourceAddresses: [10.0.5.0/24]
                          targetFqdns: ["*"]
                """)
        return explain(
            try FlowExpression(parsing: text), addresses: [IPAddress("8.8.4.4")].compactMap { $0 },
            try scene.compile().watching(lists), scene.resources)
    }

    @Test func inDenyModeTheFeedDecidesBeforeEveryRule() throws {
        let explanation = try Self.explanation("10.0.5.9 to 203.0.113.9:443/tcp", mode: "Deny")
        #expect(
            explanation.text == """
                DENY   threatIntel: 203.0.113.9 is listed by bots: Bot Networks  policy aks
                  flow           10.0.5.9:49152 -> 203.0.113.9:443/tcp, from the private side of edge
                  route          10.0.5.0/24 sends 0.0.0.0/0 to 10.0.3.4 (aks-routes/default)
                  threat intel   ! 203.0.113.9 is listed by bots (Bot Networks); denied before every rule
                  dnat           not looked at: threat intelligence decides before every rule
                  network        not looked at: threat intelligence decides before every rule
                No rule would allow it. If the feed is wrong: add it to threatIntelWhitelist.ipAddresses of policy aks.
                """)
        #expect(explanation.changes.isEmpty)
    }

    @Test func inAlertModeTheRulesDecideBesideIt() throws {
        let explanation = try Self.explanation("10.0.5.9 to 203.0.113.9:443/tcp", mode: "Alert")
        #expect(explanation.isAllowed)
        #expect(
            explanation.threatIntel.text
                == "203.0.113.9 is listed by bots (Bot Networks); recorded, and the rules decide")
        #expect(explanation.threatIntel.action == "Alert")
    }

    @Test func namesAndURLsAreLookedUpAsTheProxyDoes() throws {
        let name = try Self.explanation("10.0.5.9 to http://evil.example/", mode: "Deny")
        #expect(name.tier == "threatIntel")
        #expect(name.reason == "evil.example is listed by bots: Bot Networks")
        #expect(name.note?.contains("threatIntelWhitelist.fqdns") == true)
        let url = try Self.explanation("10.0.5.9 to http://docker.io/payload", mode: "Deny")
        #expect(url.reason == "http://docker.io/payload is listed by bots: Dropper")
        let other = try Self.explanation("10.0.5.9 to http://docker.io/", mode: "Deny")
        #expect(other.isAllowed)
        #expect(other.threatIntel.text == "no match (1 feed)")
    }
}
