import MoatModel
import Testing

@testable import MoatPolicy

struct EvaluateAgreesWithReferenceTests {
    /// 400 policies x 100 flows: the same verdict, tier, rule, reason, translation and SNAT.
    @Test(arguments: 0..<8)
    func agrees(part: Int) throws {
        var seen: [Decision.Reason: Int] = [:]
        for seed in UInt64(part * 50)..<UInt64(part * 50 + 50) {
            var generator = PolicyGenerator(seed: seed)
            let resources = generator.resources()
            let tags = generator.serviceTags
            var numbering = RuleNumbering()
            let snapshot = try Snapshot.compile(
                firewall: "edge", resources: resources, serviceTags: FixedServiceTags(tags: tags),
                numbering: &numbering)
            let reference = NaiveEvaluator(
                resources: resources, serviceTags: tags, firewall: try #require(resources.firewalls["edge"]))
            for _ in 0..<100 {
                let flow = generator.flow()
                let decision = evaluate(flow, snapshot)
                let expected = reference.answer(flow)
                #expect(NaiveEvaluator.Answer(decision) == expected, "seed \(seed), \(flow)")
                seen[decision.reason, default: 0] += 1
            }
        }
        // Every kind of decision was met, or the agreement would say little.
        for reason in [.rule, .dnat, .defaultAction, .noDnatForFirewallAddress] as [Decision.Reason] {
            #expect(seen[reason, default: 0] > 20, "\(reason)")
        }
    }
}
