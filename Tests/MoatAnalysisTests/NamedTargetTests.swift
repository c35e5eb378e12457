import MoatAnalysis
import MoatModel
import MoatPolicy
import Testing

/// What explain makes of names and URLs. The scene of the other tests, and application rules:
///
///     10  application  apps/never/ads        * -> *.ads.example Https:443                  deny
///     11  application  apps/registries/hub   10.0.5.0/24 -> docker.io, *.docker.io Https:443 allow
///     12  application  apps/registries/plain 10.0.5.8 -> old.example Http:8080             allow
@Suite("explanations of names") struct NamedTargetTests {
    private static let rules = """
        apiVersion: moat.dev/v1alpha1
        kind: RuleCollectionGroup
        metadata: {name: apps}
        spec:
          firewallPolicy: aks
          priority: 400
          ruleCollections:
            - name: never
              priority: 100
              ruleCollectionType: FirewallPolicyFilterRuleCollection
              action: {type: Deny}
              rules:
                - {ruleType: ApplicationRule, name: ads, sourceAddresses: ["*"], protocols: [{protocolType: Https, port: 443}], targetFqdns: ["*.ads.example"]}
            - name: registries
              priority: 200
              ruleCollectionType: FirewallPolicyFilterRuleCollection
              action: {type: Allow}
              rules:
                - {ruleType: ApplicationRule, name: hub, sourceAddresses: [10.0.5.0/24], protocols: [{protocolType: Https, port: 443}], targetFqdns: [docker.io, "*.docker.io"]}
                - {ruleType: ApplicationRule, name: plain, sourceAddresses: [10.0.5.8], protocols: [{protocolType: Http, port: 8080}], targetFqdns: [old.example]}
        """

    /// The story's trap: 443 to everywhere.
    private static let trap = """
        apiVersion: moat.dev/v1alpha1
        kind: RuleCollectionGroup
        metadata: {name: wide}
        spec:
          firewallPolicy: aks
          priority: 350
          ruleCollections:
            - name: allow
              priority: 100
              ruleCollectionType: FirewallPolicyFilterRuleCollection
              action: {type: Allow}
              rules:
                - {ruleType: NetworkRule, name: tls, ipProtocols: [TCP], sourceAddresses: ["*"], destinationAddresses: ["*"], destinationPorts: [443]}
        """

    private func explanation(_ text: String, at addresses: [String] = [], changes: String = rules) throws -> Explanation
    {
        let scene = try AnalysisScene(changes: changes)
        return explain(
            try FlowExpression(parsing: text), addresses: addresses.compactMap { IPAddress($0) }, try scene.compile(),
            scene.resources)
    }

    @Test func anAllowedName() throws {
        let text = try explanation("10.0.5.7 to https://registry-1.Docker.io/v2/", at: ["8.8.4.4"]).text
        #expect(
            text == """
                ALLOW  application: apps/registries/hub                 policy aks
                  flow           10.0.5.7:49152 -> 8.8.4.4:443/tcp, from the private side of edge
                  name           registry-1.docker.io is at 8.8.4.4, as the firewall resolves it
                  route          10.0.5.0/24 sends 0.0.0.0/0 to 10.0.3.4 (aks-routes/default)
                  threat intel   no feed has a list
                  dnat           not inbound: 8.8.4.4 is no address of the firewall
                  network        7 rules looked at; nearest: team/allow/web-tls   source ok, port ok, destination 8.8.4.4 is not in 203.0.113.0/26
                  application    2 of 3 rules looked at; apps/registries/hub allows 10.0.5.0/24 -> docker.io,*.docker.io https:443
                  snat           leaves as 198.51.100.10: the proxy connects to registry-1.docker.io itself
                What would deny it:
                  new Deny application rule 10.0.5.7 -> registry-1.docker.io Https:443 in a new collection apps/deny-before-registries (policy aks, priority 199), judged before apps/registries/hub
                  or remove apps/registries/hub
                """)
    }

    @Test func aNameInsideIsReachedFromThePrivateAddress() throws {
        let explanation = try explanation("10.0.5.7 to https://docker.io", at: ["10.0.4.9"])
        #expect(explanation.isAllowed && explanation.wayBack == nil)
        #expect(explanation.sourceNAT?.address == "10.0.3.4")
    }

    @Test func aNameThatNoRuleMatches() throws {
        let explanation = try explanation("10.0.5.7 to https://quay.io")
        #expect(explanation.verdict == "deny" && explanation.tier == "default")
        #expect(explanation.reason == "No rule matched. Proceeding with default action")
        let text = explanation.text
        #expect(text.contains("quay.io has no address here; it is taken to be at 192.0.2.1"))
        #expect(
            text.contains(
                "3 rules looked at; nearest: apps/registries/hub   source ok, application protocol ok, name quay.io is not docker.io or *.docker.io"
            ), "\(text)")
        #expect(
            text.hasSuffix(
                """
                What would allow it:
                  apps/registries/hub: targetFqdns + quay.io
                  or new Allow application rule 10.0.5.7 -> quay.io Https:443 in apps/registries
                """), "\(text)")
    }

    @Test func aNameThatARuleDenies() throws {
        let explanation = try explanation("10.0.5.7 to https://x.ads.example")
        #expect(explanation.verdict == "deny" && explanation.rule?.rule == "ads")
        #expect(explanation.changes.map(\.kind) == [.addApplicationRule])
    }

    @Test func otherProtocolPortAndSource() throws {
        #expect(try explanation("10.0.5.8 to http://old.example:8080").isAllowed)
        let wrongSource = try explanation("10.0.5.7 to http://old.example:8080")
        #expect(
            wrongSource.application?.text == "not looked at: none lists port 8080 for 10.0.5.7, so no name is asked for"
        )
        #expect(wrongSource.changes.first?.text == "apps/registries/plain: sourceAddresses + 10.0.5.7")
        let wrongProtocol = try explanation("10.0.5.8 to https://old.example:8080")
        #expect(wrongProtocol.text.contains("application protocol Https:8080 is not Http:8080"))
        #expect(wrongProtocol.changes.first?.text == "apps/registries/plain: protocols + Https:8080")
    }

    @Test func theTrap() throws {
        let scene = try AnalysisScene(changes: Self.rules + "\n---\n" + Self.trap)
        let snapshot = try scene.compile()
        for (url, missed) in [
            ("https://docker.io", "apps/registries/hub would allow https://docker.io"),
            ("https://x.ads.example", "apps/never/ads would deny https://x.ads.example"),
            ("https://quay.io", "none of them matches https://quay.io"),
        ] {
            let explanation = explain(try FlowExpression(parsing: "10.0.5.7 -> \(url)"), snapshot, scene.resources)
            #expect(explanation.isAllowed && explanation.tier == "network")
            #expect(
                explanation.application?.text
                    == "not looked at: wide/allow/tls decides before application rules are asked, and it covers every destination: no application rule for port 443 is ever asked; \(missed)"
            )
        }
    }

    @Test func withoutANameTheNameDecides() throws {
        let explanation = try explanation("10.0.5.7 to 8.8.8.8:443/tcp")
        #expect(explanation.verdict == "proxy" && !explanation.isAllowed)
        #expect(explanation.application?.text == "the name decides, and only the connection itself tells it")
        #expect(explanation.text.hasSuffix("Ask with the name to hear what it comes to: 10.0.5.7 to https://NAME"))
    }

    @Test func aNameWithAPort() throws {
        #expect(try explanation("10.0.5.7 to docker.io:443").isAllowed)
        #expect(try explanation("10.0.5.7 to docker.io:443/udp").application == nil)
        #expect(try explanation("10.0.5.7 to docker.io:443/tcp", at: ["203.0.113.9"]).tier == "network")
    }

    @Test func anAddressInAURL() throws {
        let explanation = try explanation("10.0.5.7 to https://8.8.8.8")
        #expect(explanation.reason == "SNI TLS extension was missing")
        #expect(explanation.changes.map(\.kind) == [.extendRule, .addRule], "a network rule needs no name")
    }

    @Test func theFirewallsOwnDNSProxy() throws {
        let scene = try AnalysisScene(
            changes: """
                apiVersion: moat.dev/v1alpha1
                kind: FirewallPolicy
                metadata: {name: aks}
                spec: {basePolicy: baseline, dnsSettings: {enableProxy: true}}
                """)
        let explanation = explain(
            try FlowExpression(parsing: "10.0.5.7 to 10.0.3.4:53/udp"), try scene.compile(), scene.resources)
        #expect(explanation.isAllowed && explanation.tier == "dns")
        #expect(explanation.reason == "the firewall's own DNS proxy answers" && explanation.sourceNAT == nil)
        #expect(explanation.wayBack == nil)
        #expect(explanation.network.text == "not looked at: queries to the firewall's DNS proxy need no rule")
    }

    @Test(arguments: [
        ("10.0.5.7 to ftp://a.example", "'ftp' is no scheme that rules know: http or https"),
        ("10.0.5.7 to https://*.example", "'*.example' is not a name"),
        ("10.0.5.7 to https://a.example:99999", "'99999' is not a port from 1 to 65535"),
        ("10.0.5.7 to a.example", "a.example needs the port that it is asked at"),
        ("10.0.5.7 to a.example:80/icmp", "a name is asked by tcp or udp, not by 'icmp'"),
    ])
    func whatIsNoTarget(text: String, problem: String) {
        do throws(FlowExpressionError) {
            _ = try FlowExpression(parsing: text)
            Issue.record("\(text) was read")
        } catch {
            #expect(error.problem == problem)
        }
    }

    /// Every proposal is carried out and judged again.
    @Test func proposalsTurnTheVerdictRound() throws {
        let scene = try AnalysisScene(changes: Self.rules)
        let snapshot = try scene.compile()
        var tried: [ProposedChange.Kind: Int] = [:]
        for source in ["10.0.5.7", "10.0.5.8", "10.0.4.9"] {
            for name in ["docker.io", "a.docker.io", "quay.io", "x.ads.example", "old.example"] {
                for (type, port) in [("https", 443), ("http", 8080), ("https", 8080), ("http", 80)] {
                    let expression = try FlowExpression(parsing: "\(source) to \(type)://\(name):\(port)")
                    let explanation = explain(expression, snapshot, scene.resources)
                    #expect(explanation.changes.isEmpty == (explanation.note != nil), "\(explanation.text)")
                    for change in explanation.changes {
                        tried[change.kind, default: 0] += 1
                        let resources = try #require(change.applied(to: scene.resources), "\(change.text)")
                        #expect(resources.issues().isEmpty, "\(change.text): \(resources.issues())")
                        var changed = scene
                        changed.resources = resources
                        let after = explain(expression, try changed.compile(), resources)
                        #expect(
                            after.isAllowed != explanation.isAllowed,
                            "\(change.text)\n\(explanation.text)\n\(after.text)")
                    }
                }
            }
        }
        #expect(Set(tried.keys) == [.extendRule, .addApplicationRule, .removeRules])
    }
}
