import Foundation
import MoatModel
import Testing

/// The JSON door: the same errors, with paths instead of places unless there is a file.
struct JSONManifestTests {
    private func issues(_ json: String, file: String? = nil) -> [ManifestIssue] {
        ManifestReader.read(json: Data(json.utf8), file: file).issues
    }

    private let head = #""apiVersion":"moat.dev/v1alpha1","kind":"IPGroup","metadata":{"name":"a"}"#

    @Test func issuesCarryThePath() {
        let found = issues("{\(head),\"spec\":{\"ipAddresses\":[\"10.0.0.4\",\"10.0.0.256\"]}}")
        #expect(found.map(\.path) == ["spec.ipAddresses[1]"])
        #expect(found.map(\.resource) == [ResourceKey(kind: .ipGroup, name: "a")])
        #expect(found.map(\.position) == [nil])
    }

    @Test func aFileHasPlaces() {
        let found = issues("{\(head),\n \"spec\": {\"ipAddresses\": [\n  \"ü\", 7]}}", file: "a.json")
        #expect(
            found.map { $0.position?.description } == ["a.json:3:3", "a.json:3:8"])
    }

    @Test(arguments: [
        ("", "not JSON: the text ends where a value is expected"),
        ("{", "not JSON: a key in double quotes is expected here"),
        ("{\"a\"}", "not JSON: ':' is expected after a key"),
        ("{\"a\":1,}", "not JSON: a key in double quotes is expected here"),
        ("{\"a\":1 \"b\":2}", "not JSON: ',' or '}' is expected here"),
        ("[1,]", "not JSON: a value is expected here: an object, a list, text in double quotes, a number"),
        ("[1 2]", "not JSON: ',' or ']' is expected here"),
        ("{} {}", "not JSON: more text follows the end of the value"),
        ("tru", "not JSON: text stands in double quotes in JSON"),
        ("'a'", "not JSON: a value is expected here: an object, a list, text in double quotes, a number"),
        ("01", "not JSON: not a number"), ("-", "not JSON: not a number"),
        ("+1", "not JSON: a value is expected here: an object, a list, text in double quotes, a number"),
        ("1.", "not JSON: a digit is expected after '.'"), ("1e", "not JSON: a digit is expected in the exponent"),
        ("1e999", "not JSON: the number is too large"),
        ("\"a", "not JSON: the text ends inside a string; a closing '\"' is missing"),
        ("\"a\nb\"", "not JSON: a control character inside text; write it as an escape such as \\n"),
        ("\"\\x\"", "not JSON: '\\x' is not an escape of JSON"),
        ("\"\\u12g4\"", "not JSON: four hexadecimal digits are expected after \\u"),
        ("\"\\ud800\"", "not JSON: half of a surrogate pair"), ("\"\\udc00\"", "not JSON: half of a surrogate pair"),
        ("\"\\ud800\\u0041\"", "not JSON: half of a surrogate pair"),
        ("{\"a\":1,\"a\":2}", "the key 'a' stands twice in one object"),
        (
            String(repeating: "[", count: 65) + String(repeating: "]", count: 65),
            "not JSON: nested more than 64 levels deep"
        ),
    ])
    func notJSON(_ text: String, _ message: String) {
        #expect(issues(text).map(\.message) == [message])
    }

    @Test func escapesAreRead() throws {
        var group = RuleCollectionGroup(name: "g", firewallPolicy: "p", priority: 100, ruleCollections: [])
        let text = "\"\\/\u{8}\u{c}\n\r\té🧱"
        let rule = NetworkRule(
            name: "r", description: text, ipProtocols: [.any], sourceAddresses: [.any], destinationAddresses: [.any],
            destinationPorts: [.all])
        group.ruleCollections = [RuleCollection(name: "c", priority: 100, rules: .network(.allow, [rule]))]
        let json = String(decoding: Resource.ruleCollectionGroup(group).manifest.jsonData(), as: UTF8.self)
            .replacing("é🧱", with: "\\u00e9\\ud83e\\uddf1").replacing("/", with: "\\/")
        #expect(ManifestReader.read(json: Data(json.utf8)).resources == [.ruleCollectionGroup(group)])
    }

    /// Whatever happens to a good text, the reader neither crashes nor takes it for good
    /// without being able to write it again.
    @Test func survivesDamage() {
        var generator = ResourceGenerator(seed: 21)
        for _ in 0..<1_500 {
            var bytes = Array(generator.resource().manifest.jsonData())
            for _ in 0..<generator.values.int(1...3) {
                let index = generator.values.int(0...(bytes.count - 1))
                switch generator.values.int(0...2) {
                case 0: bytes[index] = UInt8(generator.values.int(0...255))
                case 1: bytes.remove(at: index)
                default: bytes.removeSubrange(index...)
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            let manifests = ManifestReader.read(json: Data(bytes))
            #expect(manifests.resources.isEmpty != manifests.issues.isEmpty)
            for resource in manifests.resources {
                #expect(ManifestReader.read(json: resource.manifest.jsonData()).resources == [resource])
            }
        }
    }
}
