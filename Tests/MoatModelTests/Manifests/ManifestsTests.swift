import Foundation
import MoatModel
import Testing

struct ManifestsTests {
    private let yaml = """
        apiVersion: moat.dev/v1alpha1
        kind: RuleCollectionGroup
        metadata: {name: team}
        spec:
          firewallPolicy: egress
          priority: 300
          ruleCollections:
            - ruleCollectionType: FirewallPolicyFilterRuleCollection
              name: net
              priority: 200
              action: {type: Allow}
              rules:
                - ruleType: NetworkRule
                  name: allow-dns
                  ipProtocols: [UDP]
                  sourceIpGroups: [a, b]
                  destinationAddresses: ["*"]
                  destinationPorts: [53]
        """

    @Test(arguments: [
        ("spec.ruleCollections[0].rules[0].sourceIpGroups[1]", "t.yaml:16:31"),
        ("spec.ruleCollections[0].rules[0]", "t.yaml:13:11"),
        ("spec.ruleCollections[0].rules[0].translatedPort", "t.yaml:13:11"),
        ("spec.ruleCollections[0].rules[7].name", "t.yaml:13:9"),
        ("spec.priority", "t.yaml:6:13"), ("", "t.yaml:1:1"),
    ])
    func findsThePlaceOfALaterIssue(_ path: String, _ place: String) {
        let manifests = ManifestReader.read(yaml: Data(yaml.utf8), file: "t.yaml")
        let issue = ManifestIssue(
            resource: ResourceKey(kind: .ruleCollectionGroup, name: "egress/team"), path: path, message: "m")
        #expect(manifests.locate(issue).position?.description == place)
    }

    @Test func leavesOtherIssuesAlone() {
        let manifests = ManifestReader.read(yaml: Data(yaml.utf8), file: "t.yaml")
        let stranger = ManifestIssue(resource: ResourceKey(kind: .firewall, name: "x"), path: "spec", message: "m")
        #expect(manifests.locate(stranger) == stranger)
        let placed = ManifestIssue(position: SourcePosition(file: "other"), message: "m")
        #expect(manifests.locate(placed) == placed)
    }

    /// A resource that is declared but wrong is not missed by those who refer to it.
    @Test func whatFailedIsNotReportedTwice() {
        let yaml = """
            apiVersion: moat.dev/v1alpha1
            kind: FirewallPolicy
            metadata: {name: base}
            spec: {threatIntelMode: Wrong}
            ---
            apiVersion: moat.dev/v1alpha1
            kind: FirewallPolicy
            metadata: {name: child}
            spec: {basePolicy: base}
            """
        let manifests = ManifestReader.read(yaml: Data(yaml.utf8), file: "t.yaml")
        let set = ResourceSet(manifests.resources)
        #expect(manifests.issues.count == 1)
        #expect(manifests.isComplete)
        #expect(set.issues(assuming: Set(manifests.failed)).isEmpty)
        #expect(set.issues().map(\.message) == ["basePolicy: there is no FirewallPolicy base"])
    }

    @Test func aDocumentWithoutAKeyMakesItIncomplete() {
        #expect(!ManifestReader.read(yaml: Data("kind: Firewal".utf8), file: "t.yaml").isComplete)
        #expect(!ManifestReader.read(yaml: Data("kind: [".utf8), file: "t.yaml").isComplete)
    }
}
