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

    private static func operation(_ name: String, from: String, to path: String) -> JSONValue {
        ["op": .string(name), "from": .string(from), "path": .string(path)]
    }

    private static func refusal(_ patch: [JSONValue], of document: JSONValue) -> APIStatus? {
        #expect(throws: APIStatus.self) { try JSONPatch.apply(.array(patch), to: document) }
    }

    @Test func copiesAddNoMoreThanTheyMay() throws {
        // With its quotes, a third of the limit.
        let document: JSONValue = ["a": .string(String(repeating: "x", count: 1 << 20 - 2)), "b": 1]
        let copies = ["/c", "/d", "/e"].map { Self.operation("copy", from: "/a", to: $0) }
        let patched = try JSONPatch.apply(.array(copies), to: document)
        #expect(patched["e"] == document["a"])
        for name in ["copy", "move"] {
            let error = Self.refusal(copies + [Self.operation(name, from: "/b", to: "/f")], of: document)
            #expect(
                error
                    == .tooLarge(
                        "Request entity too large: Unable to complete the copy, the accumulated size increase of copy "
                            + "is 3145729, exceeding the limit 3145728"))
        }
        // Each of these doubles the object.
        let copiesOfCopies = (0..<40).map { Self.operation("copy", from: "/x", to: "/x/m\($0)") }
        #expect(Self.refusal(copiesOfCopies, of: ["x": ["a": "b"]])?.code == 413)
    }

    @Test func aPatchHasNoMoreOperationsThanItMay() throws {
        let test: JSONValue = ["op": "test", "path": "/a", "value": 1]
        #expect(try JSONPatch.apply(.array(Array(repeating: test, count: 10_000)), to: ["a": 1]) == ["a": 1])
        #expect(
            Self.refusal(Array(repeating: test, count: 10_001), of: ["a": 1])
                == .tooLarge(
                    "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001"))
    }

    /// A list of lists, so many levels deep.
    private static func nested(_ levels: Int) -> JSONValue {
        (0..<levels).reduce(JSONValue.integer(1)) { value, _ in .array([value]) }
    }

    @Test(arguments: ["add", "replace", "copy", "move"])
    func nothingIsNestedTooDeeply(name: String) throws {
        func patch(_ levels: Int) -> [JSONValue] {
            let path = "/deep" + String(repeating: "/0", count: 20)
            var operation = Self.operation(name, from: "/other/\(levels)", to: path)
            operation["value"] = Self.nested(levels)
            return [operation]
        }
        let document: JSONValue = [
            "deep": Self.nested(20), "other": ["39": Self.nested(39), "40": Self.nested(40)],
        ]
        // The object, 20 lists and 39 more.
        #expect(try JSONPatch.apply(.array(patch(39)), to: document).isNested(deeperThan: 59))
        let error = Self.refusal(patch(40), of: document)
        #expect(error?.code == 422)
        #expect(error?.message.contains("more than 60 levels") == true)
        let far: JSONValue = ["op": "remove", "path": .string(String(repeating: "/0", count: 100_000))]
        #expect(Self.refusal([far], of: document)?.code == 422)
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

    @Test func itemsOfLongListsAreMergedInTheirPlaces() throws {
        func ports(_ numbers: some Sequence<Int64>, _ more: [String: JSONValue]) -> JSONValue {
            ["spec": ["ports": .array(numbers.map { .object(more.merging(["port": .integer($0)]) { $1 }) })]]
        }
        var patch = ports((2_000..<6_000).reversed(), ["name": "b"])
        patch[["spec", "ports"]] = .array(
            (patch[["spec", "ports"]]?.array ?? [])
                + (ports(0..<1_000, ["$patch": "delete"])[["spec", "ports"]]?.array ?? []))
        let merged = try StrategicMergePatch.apply(
            patch, to: ports(0..<4_000, ["name": "a"]), kind: .service)
        let items = try #require(merged[["spec", "ports"]]?.array)
        #expect(
            items.map { $0["port"]?.integer } == (1_000..<4_000).map { $0 } + (4_000..<6_000).reversed().map { $0 })
        #expect(items.prefix(1_000).allSatisfy { $0["name"] == "a" })
        #expect(items.dropFirst(1_000).allSatisfy { $0["name"] == "b" })
    }

    @Test func itemsOfOneKeyGoTogether() throws {
        let twice: JSONValue = ["spec": ["ports": [["port": 1, "name": "a"], ["port": 2], ["port": 1, "name": "b"]]]]
        let merged = try StrategicMergePatch.apply(
            ["spec": ["ports": [["port": 1, "name": "c"]]]], to: twice, kind: .service)
        #expect(merged[["spec", "ports"]] == [["port": 1, "name": "c"], ["port": 2], ["port": 1, "name": "b"]])
        let gone = try StrategicMergePatch.apply(
            ["spec": ["ports": [["port": 1, "$patch": "delete"], ["port": 1, "name": "d"]]]], to: twice, kind: .service)
        #expect(gone[["spec", "ports"]] == [["port": 2], ["port": 1, "name": "d"]])
    }

    @Test func whatIsNoDirectiveIsRefused() {
        for patch: JSONValue in [
            ["$patch": "explode"], ["$foo": 1], ["spec": ["ports": [["name": "no key"]]]], ["$foo/bar": []],
        ] {
            #expect(throws: APIStatus.self) { try StrategicMergePatch.apply(patch, to: [:], kind: .service) }
        }
    }
}
