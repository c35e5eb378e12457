import Foundation
import MoatModel
import Testing

struct ServiceTagReaderTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    /// Microsoft's full file, where a copy lies beside the repository.
    private static let fullFile = repository.appending(path: "../shared/data/service-tags-2024-05-06.json").standardized

    @Test func theSampleReads() throws {
        let catalog = try ServiceTagReader.read(
            path: Self.repository.appending(path: "Examples/service-tags.json").path)
        #expect(catalog.count == 9)
        let tag = try #require(catalog["azurecloud.WESTEUROPE"])
        #expect(tag.name == "AzureCloud.westeurope")
        #expect(Set(tag.addressPrefixes.map(\.family)) == [.ipv4, .ipv6])
        #expect(catalog["AzureCloud"] == nil)
    }

    /// The sample's prefixes are Microsoft's, and the full file reads where it is at hand.
    @Test func theSampleAgreesWithTheFullFile() throws {
        let sample = try ServiceTagReader.read(path: Self.repository.appending(path: "Examples/service-tags.json").path)
        let full =
            FileManager.default.fileExists(atPath: Self.fullFile.path)
            ? try ServiceTagReader.read(path: Self.fullFile.path) : sample
        #expect([9, 2_601].contains(full.count))
        for name in sample.names {
            let all = Set(full[name]?.addressPrefixes ?? [])
            #expect(all.isSuperset(of: sample[name]?.addressPrefixes ?? []), "\(name)")
        }
    }

    @Test(arguments: [
        ("[]", "t.json:1:1  service-tag file: 'values' is missing"),
        ("{\"values\": {}}", "t.json:1:12  service-tag file: values: must be a list, not an object"),
        (
            "{\"values\": [{}]}",
            "t.json:1:13  service-tag file, tag number 1: the name is missing or not that of a service tag"
        ),
        (
            "{\"values\": [{\"name\": \"A\"}]}",
            "t.json:1:13  service-tag file, tag A: properties.addressPrefixes is missing"
        ),
        (
            "{\"values\": [{\"name\": \"A\", \"properties\": {\"addressPrefixes\": [\"10.0.0.1/8\"]}}]}",
            "t.json:1:62  service-tag file, tag A: addressPrefixes: '10.0.0.1/8' has bits after the prefix"
        ),
        (
            "{\"values\": [{\"name\": \"A\", \"properties\": {\"addressPrefixes\": []}}, {\"name\": \"a\", \"properties\": {\"addressPrefixes\": []}}]}",
            "t.json:1:67  service-tag file: values: two tags are called a"
        ),
        ("{\"values\": [", "t.json:1:13  not JSON: the text ends where a value is expected"),
    ])
    func whatIsWrongWithAFile(_ text: String, _ issue: String) throws {
        let failure = #expect(throws: ServiceTagReader.Failure.self) {
            try ServiceTagReader.read(Data(text.utf8), name: "t.json")
        }
        #expect(failure?.issues.map(\.description) == [issue])
    }

    @Test func aMissingFileIsNamed() {
        let failure = #expect(throws: ServiceTagReader.Failure.self) {
            try ServiceTagReader.read(path: "/nowhere/t.json")
        }
        #expect(failure?.issues.map(\.description) == ["/nowhere/t.json  can't be read: No such file or directory"])
    }
}
