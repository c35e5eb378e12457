import MoatModel
import MoatPolicy
import Testing

@Suite("the infrastructure collection") struct InfrastructureTests {
    private func scene(_ groups: [RuleCollectionGroup] = [], isOn: Bool = true, inBase: Bool = false) -> Scene {
        let mode: FirewallPolicy.InfrastructureRuleMode = isOn ? .enabled : .disabled
        return Scene(
            groups,
            policies: [
                FirewallPolicy(name: "policy", basePolicy: "base", infrastructureRules: inBase ? .disabled : mode),
                FirewallPolicy(name: "base", infrastructureRules: inBase ? mode : .disabled),
            ])
    }

    private func request(_ name: String) -> ApplicationRequest {
        ApplicationRequest(flow: flow("10.0.5.7", "8.8.8.8"), content: .tls(serverName: name))
    }

    @Test func offByDefault() throws {
        let snapshot = try scene(isOn: false).compile()
        #expect(evaluate(request("md-1.blob.storage.azure.net"), snapshot).verdict == .deny)
        #expect(evaluate(request("x").flow, snapshot).reason == .defaultAction)
        #expect(FirewallPolicy(name: "p").infrastructureRules == .disabled)
    }

    @Test(arguments: [false, true])
    func allowsItsNamesUnderItsOwnName(inBase: Bool) throws {
        let snapshot = try scene(inBase: inBase).compile()
        #expect(evaluate(request("x").flow, snapshot).verdict == .proxy)
        let decision = evaluate(request("md-1.blob.storage.azure.net"), snapshot)
        #expect(decision.verdict == .allow && decision.tier == .application)
        #expect(decision.rule?.key.policy == (inBase ? "base" : "policy"))
        #expect(decision.rule?.description == "Infrastructure/Infrastructure/managed-disk-status")
        #expect(evaluate(request("gcs.prod.monitoring.core.windows.net"), snapshot).rule?.rule == "azure-diagnostics")
        #expect(evaluate(request("contoso.blob.core.windows.net"), snapshot).reason == .application(.noRuleMatched))
    }

    /// Semantics: a deny-all application collection overrides it, since it comes last.
    @Test func aRuleThatDeniesEverythingOverridesIt() throws {
        let last = RuleCollectionGroup(
            name: "z", firewallPolicy: "policy", priority: 65000,
            ruleCollections: [
                RuleCollection(name: "none", priority: 65000, rules: .application(.deny, [application("all", ["*"])]))
            ])
        let snapshot = try scene([last]).compile()
        let decision = evaluate(request("md-1.blob.storage.azure.net"), snapshot)
        #expect(decision.verdict == .deny && decision.rule?.rule == "all")
    }

    @Test func itsNumbersStay() throws {
        var numbering = RuleNumbering()
        let first = try scene().compile(numbering: &numbering)
        let group = RuleCollectionGroup(
            name: "g", firewallPolicy: "policy", priority: 100,
            ruleCollections: [
                RuleCollection(name: "c", priority: 100, rules: .application(.allow, [application("r", ["a.example"])]))
            ])
        let second = try scene([group]).compile(numbering: &numbering)
        #expect(first.rules.last?.identity.number == second.rules.last?.identity.number)
        #expect(second.rules.map(\.identity.rule) == ["r", "managed-disk-status", "azure-diagnostics"])
    }

    @Test func everyNameIsAPattern() {
        #expect(InfrastructureRules.rules.map(\.targetFqdns.count) == [1, 3])
    }
}
