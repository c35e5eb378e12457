import Testing

@testable import MoatIngress

struct FlatObjectTests {
    @Test func textsAreReadAsTheyWere() throws {
        let text = #" {"a":"","b": "x\\y\"z\n\u0001\/","ü":"ä"} "# + "\n"
        #expect(try FlatObject(Array(text.utf8)[...]).members == ["a": "", "b": "x\\y\"z\n\u{1}/", "ü": "ä"])
    }

    @Test(arguments: [
        "", "{}", "{", #"{"a"}"#, #"{"a":1}"#, #"{"a":"b",}"#, #"{"a":"b"}x"#, #"{"a":"b"#, #"{"a":"\"#, #"{"a":"\x"}"#,
        #"{"a":"\u00"}"#, #"{"a":"\u00e9"}"#, #"{"a":"\u+001"}"#, #"{"a":"b","a":"c"}"#, #"[{"a":"b"}]"#,
        #"{"a":{"b":"c"}}"#,
    ])
    func whatIsAnythingElseIsRefused(text: String) {
        #expect(throws: NginxLogError.self) { try FlatObject(Array(text.utf8)[...]) }
    }
}
