import MoatModel
import Testing

@Suite("at most 1,000 FQDNs in the network rules of a firewall") struct NetworkFQDNLimitTests {
    private func resources(_ count: Int) -> ResourceSet {
        let names = (0..<count).map { "n\($0).example" }
        let halves = [names.prefix(count / 2), names.dropFirst(count / 2)].enumerated().map { index, names in
            RuleCollectionGroup(
                name: "g\(index)", firewallPolicy: index == 0 ? "base" : "p", priority: 100,
                ruleCollections: [
                    RuleCollection(
                        name: "c", priority: 100,
                        rules: .network(
                            .allow,
                            [
                                NetworkRule(
                                    name: "r", ipProtocols: [.tcp], sourceAddresses: [.any],
                                    destinationFqdns: Array(names) + ["common.example"], destinationPorts: [.all])
                            ]))
                ])
        }
        return ResourceSet(
            [
                .firewallPolicy(FirewallPolicy(name: "base")),
                .firewallPolicy(FirewallPolicy(name: "p", basePolicy: "base", dnsSettings: .init(enableProxy: true))),
                .firewall(Firewall(name: "edge", ipConfigurations: [], firewallPolicy: "p")),
            ] + halves.map { .ruleCollectionGroup($0) })
    }

    @Test func namesThatStandInSeveralRulesCountOnce() {
        #expect(resources(999).issues().isEmpty)
    }

    @Test func oneTooMany() {
        let issues = resources(1000).issues()
        #expect(
            issues.map(\.description) == [
                "spec.ruleCollections[0].rules[0].destinationFqdns  RuleCollectionGroup g1, rule r: destinationFqdns: the network rules of Firewall edge list more than 1000 names"
            ])
    }
}
