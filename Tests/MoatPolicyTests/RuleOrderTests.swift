import MoatModel
import MoatPolicy
import Testing

@Suite("the order in which rules are judged") struct RuleOrderTests {
    /// One rule in each collection, named like it.
    private func collection(_ name: String, _ priority: Int) -> RuleCollection {
        if name.contains("App") {
            return RuleCollection(
                name: name, priority: priority, rules: .application(.allow, [application(name, ["*"])]))
        }
        return name.contains("DNAT")
            ? dnat(nat(name), name: name, priority: priority) : allow(network(name), name: name, priority: priority)
    }

    /// The example of Azure's "rule processing" article.
    @Test func exampleOfTheDocumentation() throws {
        let groups = [
            group(
                "BaseRCG1", policy: "parent", priority: 200, collection("NetworkRC1", 800), collection("DNATRC3", 610),
                collection("DNATRC1", 600)),
            group(
                "BaseRCG2", policy: "parent", priority: 300, collection("NetworkRC2", 1300), collection("AppRC2", 1200)),
            group(
                "ChildRCG1", policy: "child", priority: 300, collection("ChNetRC1", 700), collection("ChAppRC1", 900)),
            group(
                "ChildRCG2", policy: "child", priority: 650, collection("ChNetRC2", 1100), collection("ChAppRC2", 2000),
                collection("ChDNATRC3", 3000)),
        ]
        let policies = [FirewallPolicy(name: "child", basePolicy: "parent"), FirewallPolicy(name: "parent")]
        let snapshot = try Scene(groups, policies: policies).compile()
        #expect(
            snapshot.rules.map(\.identity.rule) == [
                "DNATRC1", "DNATRC3", "ChDNATRC3", "NetworkRC1", "NetworkRC2", "ChNetRC1", "ChNetRC2",
                "AppRC2", "ChAppRC1", "ChAppRC2",
            ])
        #expect(snapshot.rules.map(\.identity.policy).suffix(3) == ["parent", "child", "child"])
        #expect(snapshot.policyName == "child")
    }

    /// Parents come first over every generation, whatever the priorities say.
    @Test func grandparentsFirst() throws {
        let groups = [
            group("g", policy: "child", priority: 100, collection("child", 100)),
            group("g", policy: "parent", priority: 200, collection("parent", 100)),
            group("g", policy: "grandparent", priority: 65000, collection("grandparent", 65000)),
        ]
        let policies = [
            FirewallPolicy(name: "child", basePolicy: "parent"),
            FirewallPolicy(name: "parent", basePolicy: "grandparent"), FirewallPolicy(name: "grandparent"),
        ]
        let snapshot = try Scene(groups, policies: policies).compile()
        #expect(snapshot.rules.map(\.identity.rule) == ["grandparent", "parent", "child"])
        #expect(evaluate(flow("10.0.5.7", "8.8.8.8"), snapshot).rule?.rule == "grandparent")
    }

    /// Group priority before collection priority before the place in the array.
    @Test func prioritiesThenArrayOrder() throws {
        let scene = Scene(
            group("late", priority: 200, allow(network("d"), priority: 100)),
            group(
                "early", priority: 150, allow(network("c"), name: "second", priority: 300),
                allow(network("b"), network("a"), name: "first", priority: 200)))
        #expect(try scene.compile().rules.map(\.identity.rule) == ["b", "a", "c", "d"])
    }

    /// The first match ends the pass: what comes after does not count.
    @Test(arguments: [true, false])
    func terminating(denyFirst: Bool) throws {
        let scene = Scene(
            group(
                deny(network("deny"), priority: denyFirst ? 100 : 300), allow(network("allow"), priority: 200)))
        let decision = evaluate(flow("10.0.5.7", "8.8.8.8"), try scene.compile())
        #expect(decision.verdict == (denyFirst ? .deny : .allow))
        #expect(decision.rule?.rule == (denyFirst ? "deny" : "allow"))
        #expect(decision.tier == .network)
        #expect(decision.reason == .rule)
        #expect(decision.reason.logText == "")
    }

    @Test func deniesByDefault() throws {
        let decision = evaluate(flow("10.0.5.7", "8.8.8.8"), try Scene(group()).compile())
        #expect(decision == Decision(verdict: .deny, tier: .default, rule: nil, reason: .defaultAction))
        #expect(decision.reason.logText == "Default Action")
    }

    /// Rules of another policy are not judged.
    @Test func otherPoliciesDoNotCount() throws {
        var scene = Scene(group(allow(network("mine", ports: "443"))))
        scene.resources.set(.firewallPolicy(FirewallPolicy(name: "other")))
        scene.resources.set(.ruleCollectionGroup(group("g", policy: "other", allow(network("theirs")))))
        #expect(try scene.compile().rules.map(\.identity.rule) == ["mine"])
    }
}
