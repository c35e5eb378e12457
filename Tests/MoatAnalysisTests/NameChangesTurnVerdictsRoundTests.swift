import MoatAnalysis
import MoatModel
import MoatPolicy
import Testing

/// What `explain` proposes for names and URLs is done, and the question asked again.
@Suite("proposed changes of names turn verdicts round") struct NameChangesTurnVerdictsRoundTests {
    private static let sources = ["10.0.5.7", "10.0.5.8", "10.0.4.4", "203.0.113.50", "fd00:10:0:5::7"]
    private static let targets = [
        "https://registry-1.docker.io", "https://docker.io", "https://evil.docker.io", "https://docker.com:8443",
        "https://mirror.example", "http://mirror.example", "http://evil.docker.io", "https://git.corp:8443",
        "https://md-1.blob.storage.azure.net", "https://quay.io", "http://quay.io:443", "quay.io:443/tcp",
        "a.docker.io:80", "docker.io:53/udp", "ntp.example:123/udp",
    ]
    private static let addressTargets = [
        "https://203.0.113.9", "http://203.0.113.9", "https://8.8.8.8", "203.0.113.9:443",
    ]
    private static let known: [[String]] = [
        [], ["203.0.113.9"], ["203.0.113.66"], ["8.8.8.8"], ["10.0.4.9"], ["198.51.100.10"], ["2001:db8::9"],
    ]

    /// The names denied by network rules to everywhere, with an allow after them.
    private static let denials = """
        apiVersion: moat.dev/v1alpha1
        kind: RuleCollectionGroup
        metadata: {name: deny-web}
        spec:
          firewallPolicy: baseline
          priority: 210
          ruleCollections:
            - name: web
              priority: 100
              ruleCollectionType: FirewallPolicyFilterRuleCollection
              action: {type: Deny}
              rules:
                - {ruleType: NetworkRule, name: web, ipProtocols: [TCP], sourceAddresses: [10.0.5.7], destinationAddresses: ["*"], destinationPorts: ["443", "80"]}
        """

    private struct Question {
        var text: String
        var known: [IPAddress]
    }

    private static var questions: [Question] {
        sources.flatMap { source in
            targets.flatMap { target in
                known.map { Question(text: "\(source) to \(target)", known: $0.compactMap { IPAddress($0) }) }
            } + (source.contains(":") ? [] : addressTargets.map { Question(text: "\(source) to \($0)", known: []) })
        }
    }

    @Test(arguments: [false, true], [false, true])
    func turnRound(trap: Bool, withDenials: Bool) throws {
        var scene = try NameScene(trap: trap, proxy: withDenials, infrastructure: true).scene
        if withDenials { for resource in try AnalysisScene.read(Self.denials) { scene.resources.set(resource) } }
        let snapshot = try scene.compile()
        var tried: [ProposedChange.Kind: Int] = [:]
        for question in Self.questions {
            let expression = try FlowExpression(parsing: question.text)
            let explanation = explain(expression, addresses: question.known, snapshot, scene.resources)
            #expect(explanation.changes.isEmpty == (explanation.note != nil), "\(explanation.text)")
            for change in explanation.changes where change.kind != .addNatRule {
                tried[change.kind, default: 0] += 1
                var changed = scene
                guard let resources = change.applied(to: scene.resources) else {
                    Issue.record("can't be made: \(change.text)\n\(explanation.text)")
                    continue
                }
                changed.resources = resources
                #expect(changed.resources.issues().isEmpty, "\(change.text): \(changed.resources.issues())")
                let verdict = explain(
                    expression, addresses: question.known, try changed.compile(), changed.resources
                ).verdict
                #expect(verdict != explanation.verdict, "\(change.text)\n\(explanation.text)")
            }
        }
        for kind: ProposedChange.Kind in [.extendRule, .addRule, .addApplicationRule, .removeRules] {
            #expect(tried[kind, default: 0] > 0, "\(kind) was never proposed")
        }
    }

    /// `explain` says what `evaluate` says: the gate first, and the name where that asks for it.
    @Test(arguments: [false, true])
    func agreesWithEvaluate(trap: Bool) throws {
        let scene = try NameScene(trap: trap, infrastructure: true).scene
        let snapshot = try scene.compile()
        var tiers: Set<String> = []
        for question in Self.questions
        where question.text.contains("https://") && !question.text.contains("203.0.113.9") {
            let expression = try FlowExpression(parsing: question.text)
            let found = explain(expression, addresses: question.known, snapshot, scene.resources)
            let flow = expression.flow(
                in: snapshot, at: question.known.first { $0.family == expression.source.family })
            var decision = evaluate(flow, snapshot)
            if decision.verdict == .proxy {
                decision = evaluate(
                    ApplicationRequest(flow: flow, content: .tls(serverName: expression.target?.name)), snapshot)
            }
            #expect(found.verdict == decision.verdict.rawValue, "\(found.text)")
            #expect(found.tier == decision.tier.rawValue, "\(found.text)")
            #expect(found.rule?.description == decision.rule?.description, "\(found.text)")
            tiers.insert("\(found.tier) \(found.verdict)")
        }
        let expected: Set = [
            "application allow", "default deny", "dnat allow", trap ? "network allow" : "application deny",
        ]
        #expect(tiers.isSuperset(of: expected), "\(tiers)")
    }
}
