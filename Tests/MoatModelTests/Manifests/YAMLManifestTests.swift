import Foundation
import MoatModel
import Testing

struct YAMLManifestTests {
    private func read(_ yaml: String) -> Manifests {
        ManifestReader.read(yaml: Data(yaml.utf8), file: "a.yaml")
    }

    private func group(_ name: String, _ spec: String = "spec: {ipAddresses: []}") -> String {
        "apiVersion: moat.dev/v1alpha1\nkind: IPGroup\nmetadata: {name: \(name)}\n\(spec)\n"
    }

    @Test func documentsAreToldApart() {
        let yaml =
            "# first\n---\n" + group("a") + "---\n---\n# nothing\n---\r\n" + group("b") + "...\n---\t\n" + group("c")
        let manifests = read(yaml)
        #expect(manifests.issues.isEmpty)
        #expect(manifests.resources.map(\.name) == ["a", "b", "c"])
    }

    @Test func aMarkerInsideTextIsNone() {
        let manifests = read(group("a", "spec:\n  ipAddresses:\n    - |\n      ---\n      x\n"))
        #expect(manifests.issues.count == 1)
        #expect(manifests.failed == [ResourceKey(kind: .ipGroup, name: "a")])
    }

    @Test func aDirectiveStaysWithItsDocument() {
        let manifests = read("%YAML 1.2\n---\n" + group("a") + "---\n" + group("b", "spec: {ipAddresses: [x y]}"))
        #expect(manifests.resources.map(\.name) == ["a"])
        #expect(manifests.issues.map { $0.position?.description } == ["a.yaml:11:22"])
    }

    @Test func windowsLineEndsAndAByteOrderMark() {
        let manifests = read("\u{feff}" + group("a").replacing("\n", with: "\r\n"))
        #expect(manifests.issues.isEmpty)
        #expect(manifests.resources.map(\.name) == ["a"])
    }

    /// Nine levels of nine aliases each: 387 million values from 500 bytes.
    @Test func aliasesDoNotExplode() {
        var yaml = "a: &a [x,x,x,x,x,x,x,x,x]\n"
        for (before, name) in zip("abcdefgh", "bcdefghi") {
            yaml += "\(name): &\(name) [" + Array(repeating: "*\(before)", count: 9).joined(separator: ",") + "]\n"
        }
        let manifests = read(yaml)
        #expect(manifests.issues.map(\.message) == ["too many values once its aliases are expanded"])
        #expect(!manifests.isComplete)
    }

    @Test(arguments: [65, 500, 100_000])
    func depthIsBounded(_ depth: Int) {
        let manifests = read(String(repeating: "[", count: depth) + String(repeating: "]", count: depth))
        #expect(manifests.issues.count == 1)
        #expect(manifests.resources.isEmpty)
    }

    @Test func theSameTextIsReadAsJSONToo() {
        let manifests = read(
            "{\"apiVersion\": \"moat.dev/v1alpha1\", \"kind\": \"IPGroup\", \"metadata\": {\"name\": \"a\"}, \"spec\": {\"ipAddresses\": []}}"
        )
        #expect(manifests.resources.map(\.name) == ["a"])
    }

    @Test func controlCharactersAreNamedWithTheirPlace() throws {
        let issue = try #require(read(group("a") + "---\nkind: a\u{1}b\n").issues.first)
        #expect(issue.message.hasPrefix("not YAML: "))
        #expect(issue.position?.line == 6)
    }

    @Test func anAliasOfAnotherDocumentIsNone() {
        let manifests = read(
            group("a", "spec: {ipAddresses: &x [10.0.0.1]}") + "---\n" + group("b", "spec: {ipAddresses: *x}"))
        #expect(manifests.issues.map(\.message) == ["not YAML: found undefined alias"])
        #expect(manifests.resources.map(\.name) == ["a"])
    }
}
