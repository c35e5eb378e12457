import MoatModel
import MoatPolicy
import Testing

@Suite("evaluate agrees with the naive reference")
struct AgreementTests {
    @Test(arguments: 0..<4)
    func generatedPolicies(block: UInt64) throws {
        var seen: [Decision.Reason: Int] = [:]
        var alerts: [Decision.Reason: Int] = [:]
        for seed in block * 150..<block * 150 + 150 {
            var generator = PolicyGenerator(seed: seed)
            let scene = generator.scene()
            let threats = generator.threats()
            let snapshot = try scene.compile().watching(threats.lists)
            let reference = ReferenceEvaluator(
                resources: scene.resources, serviceTags: TestTags(), threats: threats)
            for _ in 0..<50 {
                let flow = generator.flow()
                let decision = evaluate(flow, snapshot)
                let expected = reference.evaluate(flow)
                guard ReferenceEvaluator.Verdict(decision) == expected else {
                    Issue.record("seed \(seed), \(flow): \(ReferenceEvaluator.Verdict(decision)), not \(expected)")
                    return
                }
                expectFieldsAgree(flow, decision, snapshot)
                seen[decision.reason, default: 0] += 1
                if decision.threat?.action == .alert { alerts[decision.reason, default: 0] += 1 }
            }
        }
        // The pools are worth something only while every kind of outcome comes up.
        for reason: Decision.Reason in [
            .threatIntel, .rule, .dnat, .noDnatForFirewallAddress, .defaultAction, .dnatDeniedByNetworkRule,
        ] {
            #expect(seen[reason, default: 0] > 0, "\(reason) never came up")
        }
        for reason: Decision.Reason in [.rule, .defaultAction, .noDnatForFirewallAddress] {
            #expect(alerts[reason, default: 0] > 0, "\(reason) never came up with an alert: \(alerts)")
        }
    }

    /// `match` of single rules must single out the same rule as `evaluate`.
    private func expectFieldsAgree(_ flow: Flow, _ decision: Decision, _ snapshot: Snapshot) {
        let first =
            snapshot.rules.indices.first { snapshot.match(rule: $0, flow).all && snapshot.rules[$0].tier == .dnat }
            ?? snapshot.rules.indices.first { snapshot.match(rule: $0, flow).all }
        switch decision.reason {
        case .rule, .dnat: #expect(first.map { snapshot.rules[$0].identity } == decision.rule)
        case .defaultAction: #expect(first == nil)
        case .noDnatForFirewallAddress: #expect(first.map { snapshot.rules[$0].tier } != .dnat)
        case .dnatDeniedByNetworkRule: #expect(first.map { snapshot.rules[$0].tier } == .dnat)
        case .threatIntel: #expect(decision.rule == nil && decision.threat?.action == .deny)
        case .awaitsName, .dnsProxy, .application: Issue.record("\(decision.reason) without application rules")
        }
    }
}
