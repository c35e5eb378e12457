import Foundation
import MoatModel
import Testing

@Suite("FQDN tags") struct FQDNTagTests {
    private func read(_ text: String) throws -> [FQDNTagCatalog.Tag] {
        try FQDNTagReader.read(Data(text.utf8), name: "tags.json")
    }

    private func errors(_ text: String) -> String {
        do throws(FQDNTagReader.Failure) {
            _ = try FQDNTagReader.read(Data(text.utf8), name: "tags.json")
            return ""
        } catch {
            return error.description
        }
    }

    @Test func aksNeedsItsLocation() throws {
        let nowhere = FQDNTagCatalog()
        let tag = try #require(nowhere["azurekubernetesservice"])
        #expect(nowhere.needsLocation(tag) && nowhere.patterns(of: tag.name) == nil)
        let west = FQDNTagCatalog(location: "westeurope")
        let patterns = try #require(west.patterns(of: "AzureKubernetesService")).map(\.description)
        #expect(patterns.contains("*.hcp.westeurope.azmk8s.io") && patterns.contains("mcr.microsoft.com"))
        #expect(patterns.count == tag.fqdns.count)
    }

    @Test func aFileAddsTagsAndReplacesBuiltInOnes() throws {
        let tags = try read(
            #"{"tags": [{"name": "WindowsUpdate", "fqdns": ["*.windowsupdate.com"]}, {"name": "azurekubernetesservice", "fqdns": ["mcr.microsoft.com"]}]}"#
        )
        let catalog = FQDNTagCatalog(tags)
        #expect(catalog.names == ["WindowsUpdate", "azurekubernetesservice"])
        #expect(catalog.patterns(of: "windowsupdate")?.map(\.description) == ["*.windowsupdate.com"])
        #expect(catalog.patterns(of: "AzureKubernetesService")?.map(\.description) == ["mcr.microsoft.com"])
        #expect(catalog.patterns(of: "Unknown") == nil)
    }

    @Test(arguments: [
        (#"{"tags": [{"name": "A", "fqdns": ["a.*.b"]}]}"#, "'*' can only be the first character"),
        (#"{"tags": [{"name": "A", "fqdns": ["a.{region}.b"]}]}"#, "unknown variable"),
        (#"{"tags": [{"name": "A", "fqdns": ["a"]}, {"name": "a", "fqdns": ["b"]}]}"#, "two tags are called a"),
        (#"{"tags": [{"name": "A", "fqdn": ["a"]}]}"#, "fqdn"), (#"{"tags": [{"fqdns": ["a"]}]}"#, "name"),
        (#"{"values": []}"#, "tags"), ("{", "tags.json:1"), (#"{"tags": [{"name": "A", "fqdns": [7]}]}"#, "fqdns"),
    ])
    func badFiles(text: String, problem: String) {
        let errors = errors(text)
        #expect(errors.contains(problem) && errors.contains("tags.json:1"), "\(errors)")
    }

    @Test func aRuleMayNameATagThatIsKnownForTheLocation() throws {
        let rule = ApplicationRule(
            name: "aks", protocols: [.init(protocolType: .https, port: 443)], sourceAddresses: [.any],
            fqdnTags: ["AzureKubernetesService"])
        let collection = RuleCollection(name: "c", priority: 100, rules: .application(.allow, [rule]))
        let resources = ResourceSet([
            .firewallPolicy(FirewallPolicy(name: "p")),
            .ruleCollectionGroup(
                RuleCollectionGroup(name: "g", firewallPolicy: "p", priority: 100, ruleCollections: [collection])),
        ])
        #expect(resources.issues().map(\.path) == ["spec.ruleCollections[0].rules[0].fqdnTags[0]"])
        #expect(resources.issues(fqdnTags: FQDNTagCatalog(location: "westeurope")).isEmpty)
    }

    @Test func theExampleIsRead() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let tags = try FQDNTagReader.read(path: root.appending(path: "Examples/fqdn-tags.json").path)
        let catalog = FQDNTagCatalog(tags, location: "westeurope")
        #expect(tags.allSatisfy { catalog.patterns(of: $0.name)?.count == $0.fqdns.count })
    }

    @Test(arguments: [("westeurope", true), ("west.europe", false), ("", false), ("*", false), ("we st", false)])
    func locations(text: String, isMeant: Bool) {
        #expect(FQDNTagCatalog.isLocation(text) == isMeant)
    }
}
