import Testing

@testable import MoatLab

/// No way leads an object into the store that is nested so deeply that it could not be read
/// again.
@Suite struct LevelLimitTests {
    private static let classes = "/apis/networking.k8s.io/v1/ingressclasses"

    /// An object with a free part, which has so many levels.
    private static func ingressClass(_ name: String, levels: Int) -> JSONValue {
        let parameters = (1..<levels).reduce(JSONValue.object(["a": "b"])) { value, _ in .object(["a": value]) }
        return [
            "apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": ["name": .string(name)],
            "spec": ["controller": "example.com/c", "parameters": parameters],
        ]
    }

    enum Way: String, CaseIterable {
        case create, update, merge, strategic, json, apply
    }

    /// Writes the object by one of the ways; for those that change an object it is there before.
    private static func write(_ api: APIFixture, _ way: Way, _ name: String, levels: Int) throws -> APIFixture.Answer {
        let object = ingressClass(name, levels: levels)
        let path = "\(classes)/\(name)"
        if way == .create { return try api.call("POST", classes, object) }
        if way == .apply { return try api.call("PATCH", "\(path)?fieldManager=a", object, type: APIFixture.apply) }
        #expect(try api.call("POST", classes, ingressClass(name, levels: 1)).status == 201)
        let spec = object["spec"] ?? .null
        switch way {
        case .create, .apply, .update: return try api.call("PUT", path, object)
        case .merge: return try api.call("PATCH", path, ["spec": spec], type: APIFixture.merge)
        case .strategic: return try api.call("PATCH", path, ["spec": spec], type: APIFixture.strategic)
        case .json:
            let patch: JSONValue = [["op": "replace", "path": "/spec", "value": spec]]
            return try api.call("PATCH", path, patch, type: "application/json-patch+json")
        }
    }

    @Test(arguments: Way.allCases)
    func whatIsStoredCanBeReadAgain(way: Way) throws {
        let api = try APIFixture()
        var accepted = 0
        for levels in 40...61 {
            let answer = try Self.write(api, way, "c\(levels)", levels: levels)
            if answer.status < 300 {
                accepted += 1
            } else {
                #expect([400, 422].contains(answer.status))
                #expect(answer.message.contains("levels"), "\(answer.message)")
                #expect(answer.json["reason"] == (answer.status == 400 ? "BadRequest" : "Invalid"))
            }
        }
        // The owners of the fields are written down some levels deeper than the fields.
        #expect(10...20 ~= accepted)
        let bytes = api.service.store.transaction { StoreSnapshot.bytes(of: &$0) }
        let again = ObjectStore(try StoreSnapshot.state(from: bytes))
        let stored = api.service.store.list(.ingressClass, namespace: nil).objects
        #expect(again.list(.ingressClass, namespace: nil).objects.map(\.bytes) == stored.map(\.bytes))
        #expect(stored.allSatisfy { !$0.value.isNested(deeperThan: Admission.levelLimit) })
    }

    /// Also where nothing is stored.
    @Test func aTrialIsRefusedToo() throws {
        let api = try APIFixture()
        let object = Self.ingressClass("c", levels: 59)
        let answer = try api.call("POST", "\(Self.classes)?dryRun=All", object)
        #expect(answer.status == 422)
        #expect(
            answer.message == "IngressClass.networking.k8s.io \"c\" is invalid: the object has more than 60 levels of "
                + "objects and lists within each other, those of metadata.managedFields included")
    }

    /// A client may send owners, which nobody else writes.
    @Test func ownersAreNoWayAround() throws {
        let api = try APIFixture()
        var object = Self.ingressClass("c", levels: 1)
        let fields = (0..<58).reduce(JSONValue.object([:])) { value, _ in .object(["f:a": value]) }
        object[["metadata", "managedFields"]] = [
            [
                "manager": "m", "operation": "Update", "apiVersion": "networking.k8s.io/v1", "fieldsType": "FieldsV1",
                "fieldsV1": fields,
            ]
        ]
        #expect(try api.call("POST", Self.classes, object).status == 422)
    }
}
