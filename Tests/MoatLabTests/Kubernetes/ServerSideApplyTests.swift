import Testing

@testable import MoatLab

@Suite struct ServerSideApplyTests {
    private static let path = "/api/v1/namespaces/default/services/web"

    private static func object(_ spec: JSONValue, labels: JSONValue = [:]) -> JSONValue {
        ["apiVersion": "v1", "kind": "Service", "metadata": ["name": "web", "labels": labels], "spec": spec]
    }

    private static func apply(
        _ api: APIFixture, _ object: JSONValue, by manager: String, force: Bool = false
    ) throws -> APIFixture.Answer {
        try api.call(
            "PATCH", "\(path)?fieldManager=\(manager)\(force ? "&force=true" : "")", object, type: APIFixture.apply)
    }

    private static func port(_ target: JSONValue) -> JSONValue { ["port": 80, "targetPort": target] }

    @Test func anObjectIsMadeAndItsFieldsAreOwned() throws {
        let api = try APIFixture()
        let made = try Self.apply(api, Self.object(["ports": [Self.port(8080)]], labels: ["a": "b"]), by: "alice")
        #expect(made.status == 201)
        let owners = try #require(made.json[["metadata", "managedFields"]]?.array)
        #expect(
            owners == [
                [
                    "manager": "alice", "operation": "Apply", "apiVersion": "v1", "time": "2023-11-14T22:13:20Z",
                    "fieldsType": "FieldsV1",
                    "fieldsV1": [
                        "f:metadata": ["f:labels": [".": [:], "f:a": [:]]],
                        "f:spec": [
                            "f:ports": [
                                ".": [:],
                                "k:{\"port\":80,\"protocol\":\"TCP\"}": [".": [:], "f:port": [:], "f:targetPort": [:]],
                            ]
                        ],
                    ],
                ]
            ])
        let again = try Self.apply(api, Self.object(["ports": [Self.port(8080)]], labels: ["a": "b"]), by: "alice")
        #expect(again.status == 200)
        #expect(again.json == made.json)
    }

    @Test func othersFieldsAreNotTakenUnasked() throws {
        let api = try APIFixture()
        _ = try Self.apply(api, Self.object(["ports": [Self.port(8080)]]), by: "alice")
        let conflict = try Self.apply(api, Self.object(["ports": [Self.port(9090)]]), by: "bob")
        #expect(conflict.status == 409)
        #expect(
            conflict.message == "Apply failed with 1 conflict: conflict with \"alice\": "
                + ".spec.ports[port=80,protocol=\"TCP\"].targetPort")
        #expect(conflict.json[["details", "causes"]]?.array?.first?["reason"] == "FieldManagerConflict")
        let forced = try Self.apply(api, Self.object(["ports": [Self.port(9090)]]), by: "bob", force: true)
        #expect(forced.json[["spec", "ports"]]?.array?.first?["targetPort"] == 9090)
        // Alice owns the port still, but not where it leads.
        let alice = ManagedFields(forced.json)[.init(name: "alice", operation: "Apply", subresource: "")]
        #expect(!alice.paths.contains { $0.last == .field("targetPort") })
        #expect(alice.paths.contains { $0.last == .field("port") })
    }

    @Test func anItemThatComesTwiceIsRefused() throws {
        let api = try APIFixture()
        let twice = try Self.apply(
            api, Self.object(["ports": [Self.port(8080), ["port": 80, "protocol": "TCP", "name": "b"]]]), by: "alice")
        #expect(twice.status == 500)
        #expect(
            twice.message == "failed to create typed patch object (/web; /v1, Kind=Service): .spec.ports: "
                + "duplicate entries for key [port=80,protocol=\"TCP\"]")
        #expect(try api.call("GET", Self.path).status == 404)
        var held = Self.object(["ports": [Self.port(8080), ["port": 80, "protocol": "UDP", "name": "b"]]])
        held[["metadata", "namespace"]] = "default"
        held[["metadata", "finalizers"]] = ["a/b", "c/d", "a/b"]
        #expect(
            try Self.apply(api, held, by: "alice").message
                == "failed to create typed patch object (default/web; /v1, Kind=Service): .metadata.finalizers: "
                + "duplicate entries for key [=\"a/b\"]")
    }

    @Test func anOwnerWithoutATimeIsNamedWithoutOne() throws {
        var live = Self.object(["ports": [Self.port(8080)]])
        var owners = ManagedFields(nil)
        let manager = ManagedFields.Manager(name: "kubectl", operation: "Update", subresource: "")
        owners.set(ObjectShape.fields(of: live, kind: .service), of: manager, apiVersion: "v1", time: "")
        func message() -> String? {
            live[["metadata", "managedFields"]] = owners.json
            return #expect(throws: APIStatus.self) {
                try ServerSideApply.apply(
                    Self.object(["ports": [Self.port(9090)]]), to: live, kind: .service, manager: "bob", force: false,
                    time: "2023-11-14T22:13:20Z")
            }?.message
        }
        let field = ".spec.ports[port=80,protocol=\"TCP\"].targetPort"
        #expect(message() == "Apply failed with 1 conflict: conflict with \"kubectl\" using v1: \(field)")
        owners.entries[0].time = "2023-11-14T23:13:20+01:00"
        #expect(
            message() == "Apply failed with 1 conflict: conflict with \"kubectl\" using v1 at 2023-11-14T22:13:20Z: "
                + field)
    }

    @Test func itemsOfLongListsAreMergedInTheirPlaces() throws {
        func ports(_ numbers: some Sequence<Int64>, _ target: Int64) -> JSONValue {
            ["spec": ["ports": .array(numbers.map { ["port": .integer($0), "targetPort": .integer(target)] })]]
        }
        let merged = try ServerSideApply.apply(
            ports((2_000..<6_000).reversed(), 2), to: ports(0..<4_000, 1), kind: .service, manager: "a", force: true,
            time: "")
        let items = try #require(merged[["spec", "ports"]]?.array)
        #expect(items.map { $0["port"]?.integer } == (0..<4_000).map { $0 } + (4_000..<6_000).reversed().map { $0 })
        #expect(items.prefix(2_000).allSatisfy { $0["targetPort"] == 1 })
        #expect(items.dropFirst(2_000).allSatisfy { $0["targetPort"] == 2 })
    }

    @Test func theSameValueIsOwnedTogether() throws {
        let api = try APIFixture()
        let object = Self.object(["ports": [Self.port(8080)]], labels: ["a": "b"])
        _ = try Self.apply(api, object, by: "alice")
        #expect(try Self.apply(api, object, by: "bob").status == 200)
        // What one of two owners gives up stays.
        let kept = try Self.apply(api, Self.object(["ports": [Self.port(8080)]]), by: "alice")
        #expect(kept.json[["metadata", "labels", "a"]] == "b")
        let gone = try Self.apply(api, Self.object(["ports": [Self.port(8080)]]), by: "bob")
        #expect(gone.json[["metadata", "labels", "a"]] == nil)
    }

    @Test func whatIsNoLongerAppliedIsRemoved() throws {
        let api = try APIFixture()
        let second: JSONValue = ["port": 443, "name": "s"]
        let first: JSONValue = ["port": 80, "name": "p"]
        _ = try Self.apply(
            api, Self.object(["ports": [first, second], "sessionAffinity": "ClientIP"]), by: "alice")
        let less = try Self.apply(api, Self.object(["ports": [first]]), by: "alice")
        #expect(less.json[["spec", "ports"]]?.array?.compactMap { $0["port"] } == [80])
        #expect(less.json[["spec", "sessionAffinity"]] == "None")
    }

    /// An empty shell would mean something else than nothing, and is refused at that.
    @Test func aStructureGoesWithTheLastOfItsFields() throws {
        let api = try APIFixture()
        let path = "/apis/networking.k8s.io/v1/namespaces/default/ingresses/web?fieldManager=alice"
        func apply(_ backend: JSONValue?) throws -> APIFixture.Answer {
            var spec: JSONValue = ["rules": [["host": "shop.example"]]]
            spec["defaultBackend"] = backend
            return try api.call(
                "PATCH", path,
                [
                    "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": ["name": "web"], "spec": spec,
                ], type: APIFixture.apply)
        }
        let service: JSONValue = ["service": ["name": "web", "port": ["number": 80]]]
        #expect(try apply(service).json[["spec", "defaultBackend"]] == service)
        let resource: JSONValue = ["resource": ["apiGroup": "example.com", "kind": "Bucket", "name": "a"]]
        #expect(try apply(resource).json[["spec", "defaultBackend"]] == resource)
        let without = try apply(nil)
        #expect(without.status == 200)
        #expect(without.json["spec"]?["defaultBackend"] == nil)
    }

    @Test func updatesTakeFieldsOver() throws {
        let api = try APIFixture()
        _ = try Self.apply(api, Self.object(["ports": [Self.port(8080)]], labels: ["a": "b"]), by: "alice")
        let patch: JSONValue = ["metadata": ["labels": ["a": "c"]]]
        let patched = try api.call("PATCH", Self.path, patch, type: APIFixture.merge, agent: "kubectl/v1").json
        let fields = ManagedFields(patched)
        #expect(
            fields[.init(name: "kubectl", operation: "Update", subresource: "")].paths == [
                [.field("metadata"), .field("labels"), .field("a")]
            ])
        let conflict = try Self.apply(
            api, Self.object(["ports": [Self.port(8080)]], labels: ["a": "b"]), by: "alice")
        #expect(
            conflict.message == "Apply failed with 1 conflict: conflict with \"kubectl\" using v1 at "
                + "2023-11-14T22:13:20Z: .metadata.labels.a")
    }

    @Test func whatCannotBeAppliedIsRefused() throws {
        let api = try APIFixture()
        let object = Self.object(["ports": [Self.port(1)]])
        #expect(try api.call("PATCH", Self.path, object, type: APIFixture.apply).status == 422)
        #expect(
            try api.call("PATCH", "\(Self.path)/status?fieldManager=a", object, type: APIFixture.apply).status == 404)
        var owned = object
        owned[["metadata", "managedFields"]] = [["manager": "x"]]
        #expect(try Self.apply(api, owned, by: "a").status == 400)
    }

    @Test func fieldSetsAreReadAsTheyAreWritten() throws {
        let set = ObjectShape.fields(
            of: [
                "metadata": ["finalizers": ["a/b"], "name": "x"], "spec": ["ports": [["port": 80]], "selector": [:]],
            ], kind: .service)
        #expect(FieldSet(json: set.json) == set)
        #expect(
            set.json == [
                "f:metadata": ["f:finalizers": [".": [:], "v:\"a/b\"": [:]]],
                "f:spec": [
                    "f:selector": [:],
                    "f:ports": [".": [:], "k:{\"port\":80,\"protocol\":\"TCP\"}": [".": [:], "f:port": [:]]],
                ],
            ])
        #expect(set.subtracting(set).isEmpty)
        #expect(set.intersection(set) == set)
    }
}
