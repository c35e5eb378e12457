import Foundation
import Testing

@testable import MoatLab

@Suite struct JSONTests {
    private static func parsed(_ text: String) throws -> JSONValue {
        try JSONParser.parse(Array(text.utf8)).value
    }

    @Test(arguments: [
        ("null", "null"), (" [1, 2.5,-0, 1e2 ] ", "[1,2.5,0,100.0]"),
        ("{\"b\":true,\"a\":{}}", "{\"a\":{},\"b\":true}"),
        ("\"\\u00e9\\ud83d\\ude00\\n\\\"\\\\/\"", "\"é😀\\n\\\"\\\\/\""), ("9223372036854775807", "9223372036854775807"),
        ("\"\\u0001\"", "\"\\u0001\""),
        (
            "{\"\u{e9}.\":1,\"e)e-375475808,19\":2,\"e\u{301}\":3}",
            "{\"e)e-375475808,19\":2,\"e\u{301}\":3,\"\u{e9}.\":1}"
        ),
    ])
    func textIsReadAndWritten(text: String, written: String) throws {
        #expect(try Self.parsed(text).bytes == Array(written.utf8))
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\" 1}", "01", "1.", "+1", "\"", "\"\n\"", "\"\\x\"", "\"\\ud800\"", "tru", "1 2", "{1:2}",
        "\"\\u+123\"", "1e999", "-",
        "\"\\u-000\"", "\"\\u00g0\"", "\"\\u 001\"", "\"\\u12\"",
    ])
    func whatIsNoJSONIsRefused(text: String) {
        #expect(throws: JSONParser.Failure.self) { try Self.parsed(text) }
    }

    @Test func wrongUTF8IsRefused() {
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse([0x22, 0xff, 0x22]) }
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse([0x22, 0x5c, 0x6e, 0xc3, 0x22]) }
    }

    @Test func depthIsBounded() throws {
        let deep = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
        #expect(try Self.parsed(deep).array != nil)
        #expect(throws: JSONParser.Failure.self) {
            try Self.parsed(String(repeating: "[", count: 1_000_000))
        }
    }

    @Test func levelsAreCounted() {
        let value: JSONValue = ["a": [["b": 1], 2]]
        #expect(value.isNested(deeperThan: 2))
        #expect(!value.isNested(deeperThan: 3))
        #expect(!JSONValue.string("a").isNested(deeperThan: 0))
        #expect(JSONValue.array([]).isNested(deeperThan: 0))
    }

    @Test func membersThatComeTwiceAreNamed() throws {
        let text = "{\"spec\":{\"ports\":[{\"name\":\"a\",\"name\":\"b\"}]},\"spec2\":1,\"spec2\":2}"
        let (value, duplicates) = try JSONParser.parse(Array(text.utf8))
        #expect(duplicates == ["spec.ports[0].name", "spec2"])
        #expect(value["spec2"] == 2)
    }

    @Test func pathsAreMadeAndRemoved() {
        var value: JSONValue = ["a": ["b": 1]]
        value[["a", "c", "d"]] = "x"
        #expect(value == ["a": ["b": 1, "c": ["d": "x"]]])
        value[["a", "b"]] = nil
        value[["q", "r"]] = nil
        #expect(value == ["a": ["c": ["d": "x"]]])
    }

    @Test func yamlIsReadAsKubectlReadsIt() throws {
        let yaml = "a: 1\nb: '1'\nc: [true, no, ~, 1.5]\nd: &x {e: f}\ng: *x\n"
        #expect(
            try JSONValue(yaml: yaml) == [
                "a": 1, "b": "1", "c": [true, "no", .null, .number(1.5)], "d": ["e": "f"], "g": ["e": "f"],
            ])
    }

    /// What the fuzzer found, and the inputs that it began with.
    @Test func replaysTheCorpus() throws {
        let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Corpus/LabJSON")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        var read = 0
        for file in files {
            let bytes = Array(try Data(contentsOf: file))
            do throws(JSONParser.Failure) {
                let value = try JSONParser.parse(bytes).value
                read += 1
                #expect(!value.isNested(deeperThan: JSONParser.depthLimit))
                let again = try JSONParser.parse(value.bytes)
                #expect(again.value == value, "\(file.lastPathComponent)")
                #expect(again.value.bytes == value.bytes, "\(file.lastPathComponent)")
                #expect(again.duplicates.isEmpty, "\(file.lastPathComponent)")
            } catch {
                #expect(0...bytes.count ~= error.offset, "\(file.lastPathComponent)")
            }
        }
        #expect(read >= 6)
        #expect(files.count >= read + 6)
    }

    @Test func aliasesOfAliasesAreRefused() {
        var yaml = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        for level in 1..<9 {
            let names = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
            yaml += "a\(level): &a\(level) [\(names)]\n"
        }
        #expect(throws: APIStatus.self) { try JSONValue(yaml: yaml) }
    }
}
