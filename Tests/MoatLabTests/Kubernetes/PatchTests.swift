import Testing

@testable import MoatLab

/// The three kinds of patches that change an object as it is.
@Suite struct PatchTests {
    private static func value(_ text: String) throws -> JSONValue {
        try JSONParser.parse(Array(text.utf8)).value
    }

    @Test(arguments: [
        // RFC 6902, appendix A
        (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux"}]"#, #"{"baz":"qux","foo":"bar"}"#),
        (#"{"foo":["bar","baz"]}"#, #"[{"op":"add","path":"/foo/1","value":"q"}]"#, #"{"foo":["bar","q","baz"]}"#),
        (#"{"a":1,"b":2}"#, #"[{"op":"remove","path":"/a"}]"#, #"{"b":2}"#),
        (#"{"foo":["a","b","c"]}"#, #"[{"op":"remove","path":"/foo/1"}]"#, #"{"foo":["a","c"]}"#),
        (#"{"a":1}"#, #"[{"op":"replace","path":"/a","value":2}]"#, #"{"a":2}"#),
        (#"{"a":{"w":1},"b":{}}"#, #"[{"op":"move","from":"/a/w","path":"/b/t"}]"#, #"{"a":{},"b":{"t":1}}"#),
        (#"{"f":["a","b","c"]}"#, #"[{"op":"move","from":"/f/0","path":"/f/2"}]"#, #"{"f":["b","c","a"]}"#),
        (#"{"a":[1]}"#, #"[{"op":"copy","from":"/a","path":"/b"}]"#, #"{"a":[1],"b":[1]}"#),
        (#"{"a":[1]}"#, #"[{"op":"add","path":"/a/-","value":2}]"#, #"{"a":[1,2]}"#),
        (#"{"m~n/o":1}"#, #"[{"op":"replace","path":"/m~0n~1o","value":2}]"#, #"{"m~n/o":2}"#),
        (#"{"a":1}"#, #"[{"op":"test","path":"/a","value":1},{"op":"add","path":"","value":3}]"#, "3"),
    ])
    func jsonPatches(document: String, patch: String, result: String) throws {
        #expect(try JSONPatch.apply(Self.value(patch), to: Self.value(document)) == Self.value(result))
    }

    @Test(arguments: [
        #"[{"op":"test","path":"/a","value":2}]"#, #"[{"op":"remove","path":"/b"}]"#,
        #"[{"op":"replace","path":"/b","value":1}]"#, #"[{"op":"add","path":"/b/c","value":1}]"#,
        #"[{"op":"add","path":"/l/7","value":1}]"#, #"[{"op":"remove","path":"/l/-"}]"#,
        #"[{"op":"add","path":"/l/-1","value":1}]"#, #"[{"op":"jump","path":"/a"}]"#, #"[{"op":"add","path":"a"}]"#,
        #"{"op":"add"}"#, #"[{"op":"remove","path":""}]"#, #"[{"op":"copy","from":"/x","path":"/a"}]"#,
    ])
    func jsonPatchesThatDoNotFit(patch: String) throws {
        let patch = try Self.value(patch)
        #expect(throws: APIStatus.self) { try JSONPatch.apply(patch, to: ["a": 1, "l": [1]]) }
    }

    @Test(arguments: [
        // RFC 7386, appendix A
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"a":null}"#, "{}"),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
        ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
        (#"{"e":null}"#, #"{"a":1}"#, #"{"a":1,"e":null}"#), ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
    ])
    func mergePatches(document: String, patch: String, result: String) throws {
        #expect(try MergePatch.apply(Self.value(patch), to: Self.value(document)) == Self.value(result))
    }

    private static let ports = #"{"spec":{"ports":[{"port":80,"name":"a"},{"port":443,"name":"b"}]}}"#

    @Test(arguments: [
        (
            #"{"spec":{"ports":[{"port":443,"name":"c"},{"port":53}]}}"#,
            #"{"spec":{"ports":[{"port":80,"name":"a"},{"port":443,"name":"c"},{"port":53}]}}"#
        ),
        (#"{"spec":{"ports":[{"port":80,"$patch":"delete"}]}}"#, #"{"spec":{"ports":[{"port":443,"name":"b"}]}}"#),
        (#"{"spec":{"ports":[{"port":1},{"$patch":"replace"}]}}"#, #"{"spec":{"ports":[{"port":1}]}}"#),
        (#"{"spec":{"ports":null}}"#, #"{"spec":{}}"#),
        (#"{"spec":{"$patch":"replace","type":"ClusterIP"}}"#, #"{"spec":{"type":"ClusterIP"}}"#),
        (
            #"{"spec":{"$setElementOrder/ports":[{"port":443},{"port":80}],"ports":[{"port":80,"name":"z"}]}}"#,
            #"{"spec":{"ports":[{"port":443,"name":"b"},{"port":80,"name":"z"}]}}"#
        ),
        (#"{"spec":{"$retainKeys":["type"],"type":"x"}}"#, #"{"spec":{"type":"x"}}"#),
    ])
    func strategicMergePatches(patch: String, result: String) throws {
        let patched = try StrategicMergePatch.apply(
            Self.value(patch), to: Self.value(Self.ports), kind: .service)
        #expect(try patched == Self.value(result))
    }

    @Test func setsAreJoined() throws {
        let object: JSONValue = ["metadata": ["finalizers": ["a/b"]]]
        let added = try StrategicMergePatch.apply(
            ["metadata": ["finalizers": ["a/b", "c/d"]]], to: object, kind: .service)
        #expect(added == ["metadata": ["finalizers": ["a/b", "c/d"]]])
        let removed = try StrategicMergePatch.apply(
            ["metadata": ["$deleteFromPrimitiveList/finalizers": ["a/b"]]], to: added, kind: .service)
        #expect(removed == ["metadata": ["finalizers": ["c/d"]]])
    }

    @Test func whatIsNoDirectiveIsRefused() {
        for patch: JSONValue in [
            ["$patch": "explode"], ["$foo": 1], ["spec": ["ports": [["name": "no key"]]]], ["$foo/bar": []],
        ] {
            #expect(throws: APIStatus.self) { try StrategicMergePatch.apply(patch, to: [:], kind: .service) }
        }
    }
}
