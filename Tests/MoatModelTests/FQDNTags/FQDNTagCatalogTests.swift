import MoatModel
import Testing

struct FQDNTagCatalogTests {
    @Test func theBuiltInTagIsThatOfALocation() throws {
        let location = try #require(AzureLocation("westeurope"))
        let catalog = FQDNTagCatalog.builtIn(location: location)
        guard case .tag(let patterns) = catalog.lookUp("AzureKubernetesService") else {
            Issue.record("no such tag")
            return
        }
        #expect(patterns.contains { $0.matches("cluster-1.hcp.westeurope.azmk8s.io") })
        #expect(!patterns.contains { $0.matches("cluster-1.hcp.northeurope.azmk8s.io") })
        #expect(patterns.contains { $0.matches("mcr.microsoft.com") })
        #expect(patterns.count == 9)
    }

    @Test func withoutALocationItCannotBeUsed() {
        #expect(FQDNTagCatalog.builtIn().lookUp("azurekubernetesservice") == .needsLocation("AzureKubernetesService"))
        #expect(FQDNTagCatalog.builtIn().lookUp("WindowsUpdate") == .unknown)
    }

    @Test(arguments: [
        ("westeurope", true), ("eastus2", true), ("West Europe", false), ("WestEurope", false), ("", false),
        ("a.b", false), ("west-europe", false), (String(repeating: "a", count: 41), false),
    ])
    func locations(text: String, isOne: Bool) {
        #expect((AzureLocation(text) != nil) == isOne)
    }

    /// A rule that uses the tag without a location is refused with the option's name.
    @Test func validationNamesTheOption() throws {
        let rule = ApplicationRule(
            name: "aks", protocols: [.init(protocolType: .https, port: 443)], sourceAddresses: [.any],
            fqdnTags: ["AzureKubernetesService"])
        let resources = ResourceSet([
            .firewallPolicy(FirewallPolicy(name: "p")),
            .ruleCollectionGroup(
                RuleCollectionGroup(
                    name: "g", firewallPolicy: "p", priority: 100,
                    ruleCollections: [RuleCollection(name: "c", priority: 100, rules: .application(.allow, [rule]))])),
        ])
        let issues = resources.issues()
        #expect(
            issues.map(\.message) == ["fqdnTags: the FQDN tag AzureKubernetesService needs to know an Azure location"])
        #expect(issues.first?.hint == "start the daemon with --location, such as --location westeurope")
        #expect(issues.first?.path == "spec.ruleCollections[0].rules[0].fqdnTags[0]")
        let location = try #require(AzureLocation("westeurope"))
        #expect(resources.issues(fqdnTags: .builtIn(location: location)).isEmpty)
    }
}
