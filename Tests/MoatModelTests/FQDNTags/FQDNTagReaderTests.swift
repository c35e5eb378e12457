import Foundation
import MoatModel
import Testing

struct FQDNTagReaderTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func read(_ text: String, location: String? = nil) throws -> [FQDNTagCatalog.Tag] {
        try FQDNTagReader.read(
            Data(text.utf8), name: "t.json", location: location.flatMap { AzureLocation($0) })
    }

    @Test func theSampleReads() throws {
        let location = try #require(AzureLocation("westeurope"))
        let path = Self.repository.appending(path: "Examples/fqdn-tags.json").path
        let catalog = FQDNTagCatalog.builtIn(location: location)
            .adding(try FQDNTagReader.read(path: path, location: location))
        #expect(catalog.names == ["AzureKubernetesService", "ContainerInsights", "WindowsUpdate"])
        guard case .tag(let patterns) = catalog.lookUp("containerinsights") else {
            Issue.record("no such tag")
            return
        }
        #expect(patterns.map(\.description).contains("westeurope.handler.control.monitor.azure.com"))
    }

    @Test func aTagOfTheFileReplacesTheBuiltInOne() throws {
        let tags = try read(#"{"tags": [{"name": "azurekubernetesservice", "fqdns": ["*.mirror.example"]}]}"#)
        let catalog = FQDNTagCatalog.builtIn().adding(tags)
        #expect(catalog.lookUp("AzureKubernetesService") == .tag(["*.mirror.example"].compactMap { FQDNPattern($0) }))
        #expect(catalog.count == 1)
    }

    @Test(arguments: [
        ("[]", "t.json:1:1  FQDN tag file: document: must be an object, not a list"),
        ("{}", "t.json:1:1  FQDN tag file: tags is missing"),
        (#"{"tags": [], "version": 2}"#, "t.json:1:14  FQDN tag file: unknown field 'version'"),
        (#"{"tags": [{"fqdns": ["a.example"]}]}"#, "t.json:1:11  FQDN tag file, tag number 1: name is missing"),
        (
            "{\"tags\": [\n{\"name\": \"A\", \"fqdns\": [\"*.a.example\",\n\"www.*.example\"]}]}",
            "t.json:3:1  FQDN tag file, tag A: fqdns: 'www.*.example': '*' can only be the first character"
        ),
        (#"{"tags": [{"name": "A", "fqdns": []}]}"#, "t.json:1:34  FQDN tag file, tag A: fqdns: the list is empty"),
        (
            #"{"tags": [{"name": "A", "fqdns": ["a.example"]}, {"name": "a", "fqdns": ["b.example"]}]}"#,
            "t.json:1:50  FQDN tag file: tags: two tags are called a"
        ),
        (
            #"{"tags": [{"name": "A", "fqdns": ["{region}.example"]}]}"#,
            "t.json:1:35  FQDN tag file, tag A: fqdns: '{region}.example' has a variable that is not known"
        ),
        (
            #"{"tags": [{"name": "A", "fqdns": ["{location}.example"]}]}"#,
            "t.json:1:35  FQDN tag file, tag A: fqdns: '{location}.example' needs to know an Azure location"
        ),
        (
            #"{"tags": [{"name": "A", "fqdns": ["a {location}.example"]}]}"#,
            "t.json:1:35  FQDN tag file, tag A: fqdns: 'a x.example' is not a name"
        ),
        (#"{"tags": ["#, "t.json:1:11  not JSON: the text ends where a value is expected"),
    ])
    func whatIsWrongWithAFile(_ text: String, _ issue: String) throws {
        let failure = #expect(throws: FQDNTagReader.Failure.self) { try read(text) }
        #expect(failure?.issues.map(\.description) == [issue])
    }

    @Test func theRemedyForAMissingLocationNamesTheOption() throws {
        let failure = #expect(throws: FQDNTagReader.Failure.self) {
            try read(#"{"tags": [{"name": "A", "fqdns": ["{location}.example"]}]}"#)
        }
        #expect(failure?.issues.first?.hint?.contains("--location westeurope") == true)
        #expect(
            try read(#"{"tags": [{"name": "A", "fqdns": ["{location}.example"]}]}"#, location: "uksouth").count == 1)
    }

    @Test func aLabelThatBecomesTooLongWithTheLocationIsAnError() {
        let label = String(repeating: "a", count: 60)
        let failure = #expect(throws: FQDNTagReader.Failure.self) {
            try read(
                "{\"tags\": [{\"name\": \"A\", \"fqdns\": [\"\(label){location}.example\"]}]}", location: "westeurope")
        }
        #expect(failure?.issues.first?.message.contains("too long") == true)
    }

    @Test func aMissingFileIsNamed() {
        let failure = #expect(throws: FQDNTagReader.Failure.self) {
            try FQDNTagReader.read(path: "/nowhere/t.json", location: nil)
        }
        #expect(failure?.issues.map(\.description) == ["/nowhere/t.json  can't be read: No such file or directory"])
    }
}
