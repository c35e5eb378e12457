import Foundation
import MoatModel
import Testing

/// What is rendered reads back as it was, by both doors.
struct RoundTripTests {
    @Test func throughYAML() throws {
        var generator = ResourceGenerator(seed: 11)
        for number in 0..<800 {
            let resource = generator.resource()
            let yaml = try resource.manifest.yaml()
            let manifests = ManifestReader.read(yaml: Data(yaml.utf8), file: "\(number).yaml")
            #expect(manifests.issues.isEmpty, "\(manifests.issues.rendered())\n\(yaml)")
            let isSame = manifests.resources == [resource]
            #expect(isSame, "\(yaml)")
        }
    }

    @Test func throughJSON() {
        var generator = ResourceGenerator(seed: 12)
        for number in 0..<800 {
            let resource = generator.resource()
            let json = resource.manifest.jsonData(indented: number.isMultiple(of: 2))
            let manifests = ManifestReader.read(json: json)
            #expect(manifests.issues.isEmpty, "\(manifests.issues.rendered())")
            #expect(manifests.resources == [resource])
        }
    }

    /// Another reader than ours agrees that it is JSON.
    @Test func theJSONIsJSON() throws {
        var generator = ResourceGenerator(seed: 13)
        for _ in 0..<200 {
            let resource = generator.resource()
            let object = try JSONSerialization.jsonObject(with: resource.manifest.jsonData()) as? [String: Any]
            #expect(object?["kind"] as? String == resource.key.kind.rawValue)
        }
    }

    @Test func aListOfManifestsIsReadAsSuch() throws {
        var generator = ResourceGenerator(seed: 14)
        let first = generator.resource()
        let second = PublicIPAddress(name: "another", ipAddress: try #require(IPAddress("192.0.2.1")))
        let resources = [first, .publicIPAddress(second)]
        let text = resources.map { String(decoding: $0.manifest.jsonData(), as: UTF8.self) }.joined(separator: ",")
        #expect(ManifestReader.read(json: Data("[\(text)]".utf8)).resources == resources)
    }
}
