import Synchronization
import Testing

@testable import MoatLab

/// Writes and reads, as clients other than kubectl do them.
@Suite struct APIServiceTests {
    private static let services = "/api/v1/namespaces/default/services"
    private static let maps = "/api/v1/namespaces/default/configmaps"

    @Test func anObjectIsMadeReadAndRemoved() throws {
        let api = try APIFixture()
        let made = try api.call("POST", Self.services, APIFixture.service("web"))
        #expect(made.status == 201)
        #expect(made.json[["spec", "clusterIP"]] == "10.96.0.11")
        #expect(made.json[["metadata", "creationTimestamp"]] == "2023-11-14T22:13:20Z")
        #expect(try api.call("GET", "\(Self.services)/web").json == made.json)
        let again = try api.call("POST", Self.services, APIFixture.service("web"))
        #expect(again.status == 409)
        #expect(again.message == "services \"web\" already exists")
        let list = try api.call("GET", "/api/v1/services?limit=500")
        #expect(list.json["kind"] == "ServiceList")
        #expect(list.json["items"]?.array == [made.json])
        #expect(try api.call("DELETE", "\(Self.services)/web").json[["details", "name"]] == "web")
        let gone = try api.call("GET", "\(Self.services)/web")
        #expect(gone.status == 404)
        #expect(gone.message == "services \"web\" not found")
        #expect(gone.json["reason"] == "NotFound")
    }

    @Test(arguments: [
        ("GET", "/api/v1/foos", 404), ("GET", "/apis/none/v1/foos", 404), ("GET", "/nothing", 404),
        ("POST", "/api/v1/services", 405), ("PUT", "/api/v1/namespaces/default/services", 405),
        ("GET", "/api/v1/namespaces/default/services/a/proxy", 404), ("POST", "/version", 405),
        ("POST", "/api/v1/namespaces/none/services", 404), ("POST", "/api/v1/namespaces/default/pods", 403),
        ("GET", "/api/v1/services?labelSelector=%3D", 400), ("GET", "/api/v1/services?watch=1&resourceVersion=x", 400),
        ("POST", "/api/v1/namespaces/default/services?dryRun=Some", 400), ("GET", "/api/v1/services/a", 404),
    ])
    func whatCannotBeDoneIsAStatus(method: String, target: String, status: Int) throws {
        let answer = try APIFixture().call(method, target, APIFixture.service("a"))
        #expect(answer.status == status, "\(answer.message)")
        #expect(answer.json["kind"] == "Status")
    }

    @Test func aNewObjectBelongsToItsPlace() throws {
        let api = try APIFixture()
        var other = APIFixture.configMap("a")
        other[["metadata", "namespace"]] = "kube-system"
        #expect(try api.call("POST", Self.maps, other).status == 400)
        #expect(try api.call("POST", Self.maps, APIFixture.service("a")).status == 400)
        #expect(try api.call("POST", Self.maps, APIFixture.configMap("a", ["resourceVersion": "3"])).status == 400)
        let bad = try api.call("POST", Self.maps, APIFixture.configMap("A_b"))
        #expect(bad.status == 422)
        #expect(bad.message.hasPrefix("ConfigMap \"A_b\" is invalid: metadata.name: Invalid value: \"A_b\": "))
    }

    /// A patch is worked out beside the store; what others write meanwhile is not lost.
    @Test func patchesAtOneTimeAreAllMade() async throws {
        let api = try APIFixture()
        try api.call("POST", Self.maps, APIFixture.configMap("a"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for step in 0..<50 {
                        let patch: JSONValue = ["data": .object(["\(writer).\(step)": "x"])]
                        var status = 409
                        // Refused only where five others were quicker, so that one always gets on.
                        while status == 409 {
                            status = try api.call("PATCH", "\(Self.maps)/a", patch, type: APIFixture.merge).status
                        }
                        #expect(status == 200)
                    }
                }
            }
            try await group.waitForAll()
        }
        let read = try api.call("GET", "\(Self.maps)/a").json
        #expect(read["data"]?.object?.count == 1 + 8 * 50)
    }

    @Test func textIsKeptAsItIsWritten() throws {
        let api = try APIFixture()
        try api.call("POST", Self.maps, APIFixture.configMap("a", data: ["a": "\u{e9}"]))
        for text in ["e\u{301}", "\u{e9}"] {
            let patch: JSONValue = ["data": ["a": .string(text)]]
            #expect(try api.call("PATCH", "\(Self.maps)/a", patch, type: APIFixture.merge).status == 200)
            let read = try api.call("GET", "\(Self.maps)/a").json[["data", "a"]]?.string
            #expect(read.map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test func namesAreMade() throws {
        let api = try APIFixture()
        let names = try (0..<3).map { _ in
            try api.call("POST", Self.maps, APIFixture.configMap("", ["generateName": "map-"]))
                .json[["metadata", "name"]]?.string ?? ""
        }
        #expect(Set(names).count == 3)
        #expect(names.allSatisfy { $0.hasPrefix("map-") && $0.utf8.count == 9 })
    }

    @Test func twoWritersDoNotOverwriteEachOther() throws {
        let api = try APIFixture()
        let first = try api.call("POST", Self.maps, APIFixture.configMap("a")).json
        var second = first
        second["data"] = ["a": "c"]
        #expect(try api.call("PUT", "\(Self.maps)/a", second).status == 200)
        let late = try api.call("PUT", "\(Self.maps)/a", second)
        #expect(late.status == 409)
        #expect(
            late.message == "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please "
                + "apply your changes to the latest version and try again")
        second[["metadata", "resourceVersion"]] = nil
        second[["metadata", "uid"]] = "other"
        #expect(try api.call("PUT", "\(Self.maps)/a", second).status == 409)
    }

    @Test func whatChangesNothingHasNoNewVersion() throws {
        let api = try APIFixture()
        let first = try api.call("POST", Self.maps, APIFixture.configMap("a")).json
        #expect(try api.call("PUT", "\(Self.maps)/a", first).json == first)
        let patch: JSONValue = ["data": ["a": "b"]]
        #expect(try api.call("PATCH", "\(Self.maps)/a", patch, type: APIFixture.merge).json == first)
    }

    @Test func statusAndTheRestAreApart() throws {
        let api = try APIFixture()
        let made = try api.call("POST", Self.services, APIFixture.service("web")).json
        let ingress: JSONValue = [
            "status": ["loadBalancer": ["ingress": [["ip": "10.0.4.4"]]]], "spec": ["type": "NodePort"],
        ]
        let status = try api.call("PATCH", "\(Self.services)/web/status", ingress, type: APIFixture.merge).json
        #expect(status["status"] == ingress["status"])
        #expect(status["spec"] == made["spec"])
        var replaced = status
        replaced["status"] = ["loadBalancer": [:]]
        replaced[["spec", "sessionAffinity"]] = "ClientIP"
        let main = try api.call("PUT", "\(Self.services)/web", replaced).json
        #expect(main["status"] == ingress["status"])
        #expect(main[["spec", "sessionAffinity"]] == "ClientIP")
    }

    @Test func aDryRunChangesNothing() throws {
        let api = try APIFixture()
        let version = api.service.store.version
        #expect(try api.call("POST", "\(Self.services)?dryRun=All", APIFixture.service("web")).status == 201)
        #expect(api.service.store.version == version)
        // Nor does it keep the address that it was shown.
        let made = try api.call("POST", Self.services, APIFixture.service("web")).json
        #expect(made[["spec", "clusterIP"]] == "10.96.0.11")
        #expect(try api.call("DELETE", "\(Self.services)/web?dryRun=All").status == 200)
        #expect(try api.call("GET", "\(Self.services)/web").status == 200)
    }

    @Test func fieldsThatThereAreNotAreSaid() throws {
        let api = try APIFixture()
        let object = APIFixture.service("web", ["ports": [["port": 80]], "foo": 1])
        let strict = try api.call("POST", "\(Self.services)?fieldValidation=Strict", object)
        #expect(strict.status == 400)
        #expect(strict.message.hasSuffix("strict decoding error: unknown field \"spec.foo\""))
        let warned = try api.call("POST", Self.services, object)
        #expect(warned.status == 201)
        #expect(warned.warnings == ["unknown field \"spec.foo\""])
        #expect(warned.json[["spec", "foo"]] == nil)
        #expect(try api.call("PUT", "\(Self.services)/web?fieldValidation=Ignore", object).warnings == [])
    }

    @Test func finalizersHoldAnObject() throws {
        let api = try APIFixture()
        try api.call("POST", Self.maps, APIFixture.configMap("a", ["finalizers": ["moat.dev/x"]]))
        let deleted = try api.call("DELETE", "\(Self.maps)/a")
        #expect(deleted.json[["metadata", "deletionTimestamp"]] == "2023-11-14T22:13:20Z")
        #expect(try api.call("GET", "\(Self.maps)/a").status == 200)
        let patch: JSONValue = ["metadata": ["finalizers": .null]]
        #expect(try api.call("PATCH", "\(Self.maps)/a", patch, type: APIFixture.merge).status == 200)
        #expect(try api.call("GET", "\(Self.maps)/a").status == 404)
    }

    @Test func deletionHasPreconditions() throws {
        let api = try APIFixture()
        try api.call("POST", Self.maps, APIFixture.configMap("a"))
        let answer = try api.call("DELETE", "\(Self.maps)/a", ["preconditions": ["uid": "x"]])
        #expect(answer.status == 409)
        #expect(answer.message.contains("Precondition failed: UID in precondition: x, UID in object meta: "))
        #expect(try api.call("DELETE", "\(Self.maps)/a", ["preconditions": ["resourceVersion": "1"]]).status == 409)
    }

    @Test func manyAreDeletedAtOnce() throws {
        let api = try APIFixture()
        for name in ["a", "b", "c"] {
            try api.call("POST", Self.maps, APIFixture.configMap(name, ["labels": ["x": .string(name)]]))
        }
        let deleted = try api.call("DELETE", "\(Self.maps)?labelSelector=x%20in%20(a,b)").json
        #expect(deleted["items"]?.array?.count == 2)
        #expect(try api.call("GET", Self.maps).json["items"]?.array?.count == 1)
    }

    @Test func aNamespaceGoesWithWhatIsInIt() throws {
        let api = try APIFixture()
        let demo: JSONValue = ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "demo"]]
        #expect(try api.call("POST", "/api/v1/namespaces", demo).json[["status", "phase"]] == "Active")
        let maps = "/api/v1/namespaces/demo/configmaps"
        try api.call("POST", maps, APIFixture.configMap("a"))
        try api.call("POST", maps, APIFixture.configMap("held", ["finalizers": ["moat.dev/x"]]))
        #expect(try api.call("DELETE", "/api/v1/namespaces/demo").json[["status", "phase"]] == "Terminating")
        #expect(try api.call("GET", "\(maps)/a").status == 404)
        let refused = try api.call("POST", maps, APIFixture.configMap("b"))
        #expect(refused.status == 403)
        #expect(refused.message.hasSuffix("because it is being terminated"))
        try api.call("PATCH", "\(maps)/held", ["metadata": ["finalizers": []]], type: APIFixture.merge)
        #expect(try api.call("GET", "/api/v1/namespaces/demo").status == 404)
        #expect(try api.call("DELETE", "/api/v1/namespaces/kube-system").status == 403)
    }

    @Test func finalizersHoldANamespace() throws {
        let api = try APIFixture()
        let held: JSONValue = [
            "apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "demo", "finalizers": ["moat.dev/x"]],
        ]
        try api.call("POST", "/api/v1/namespaces", held)
        #expect(try api.call("DELETE", "/api/v1/namespaces/demo").json[["status", "phase"]] == "Terminating")
        #expect(try api.call("GET", "/api/v1/namespaces/demo").status == 200)
        let patch: JSONValue = ["metadata": ["finalizers": .null]]
        try api.call("PATCH", "/api/v1/namespaces/demo", patch, type: APIFixture.merge)
        #expect(try api.call("GET", "/api/v1/namespaces/demo").status == 404)
    }

    /// A second word of a pod that is being ended would take it away before its program.
    @Test func aPodIsEndedOnce() throws {
        let api = try APIFixture()
        let ended = Mutex<[String]>([])
        api.service.onPodDeletion { name in ended.withLock { $0.append(name.name) } }
        try api.service.update(pods: [APIFixture.pod("a")], nodes: [APIFixture.node()])
        let pod = "/api/v1/namespaces/default/pods/a"
        for _ in 0..<2 {
            #expect(try api.call("DELETE", pod).status == 200)
            let metadata = try api.call("GET", pod).json["metadata"]
            #expect(metadata?["deletionTimestamp"] != nil)
        }
        #expect(ended.withLock { $0 } == ["a"])
    }

    /// The lab's pods come back when they were deleted, but into no namespace that is going or gone.
    @Test func aNamespaceThatGoesTakesNoPods() throws {
        let api = try APIFixture()
        let demo: JSONValue = ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "demo"]]
        try api.call("POST", "/api/v1/namespaces", demo)
        var (first, second) = (try APIFixture.pod("a"), try APIFixture.pod("bb"))
        first.namespace = "demo"
        second.namespace = "demo"
        #expect(try api.service.update([first, second]))
        try api.call("DELETE", "/api/v1/namespaces/demo")
        api.service.finishDeletion(ofPod: ObjectName(namespace: "demo", name: "a"))
        #expect(try !api.service.update([first]))
        api.service.finishDeletion(ofPod: ObjectName(namespace: "demo", name: "bb"))
        #expect(try api.call("GET", "/api/v1/namespaces/demo").status == 404)
        #expect(try !api.service.update([first]))
        #expect(try api.call("GET", "/api/v1/pods").json["items"]?.array == [])
        try api.call("POST", "/api/v1/namespaces", demo)
        #expect(try api.service.update([first]))
    }

    @Test func objectsAreBounded() throws {
        var limits = StoreLimits()
        limits.objectBytes = 2000
        limits.totalBytes = 5000
        let api = try APIFixture(limits: limits)
        let large = APIFixture.configMap("a", data: ["a": .string(String(repeating: "x", count: 2000))])
        #expect(try api.call("POST", Self.maps, large).status == 413)
        let statuses = try (0..<5).map { index in
            try api.call(
                "POST", Self.maps,
                APIFixture.configMap("m\(index)", data: ["a": .string(String(repeating: "x", count: 1000))])
            ).status
        }
        #expect(statuses.first == 201)
        #expect(statuses.last == 500)
    }

    @Test func generationsCountWhatIsWanted() throws {
        let api = try APIFixture()
        let path = "/apis/networking.k8s.io/v1/ingressclasses"
        let object: JSONValue = [
            "apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": ["name": "moat"],
            "spec": ["controller": "moat.dev/ingress"],
        ]
        #expect(try api.call("POST", path, object).json[["metadata", "generation"]] == 1)
        let label: JSONValue = ["metadata": ["labels": ["a": "b"]]]
        let labelled = try api.call("PATCH", "\(path)/moat", label, type: APIFixture.merge).json
        #expect(labelled[["metadata", "generation"]] == 1)
        let spec: JSONValue = ["spec": ["parameters": ["kind": "X", "name": "y"]]]
        let changed = try api.call("PATCH", "\(path)/moat", spec, type: APIFixture.strategic).json
        #expect(changed[["metadata", "generation"]] == 2)
    }

    @Test func formsAreChosenByTheClient() throws {
        let api = try APIFixture()
        try api.call("POST", Self.services, APIFixture.service("web"))
        let table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"
        #expect(try api.call("GET", Self.services, accept: table).json["rows"]?.array?.count == 1)
        let metadata = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
        let list = try api.call("GET", Self.services, accept: metadata).json
        #expect(list["kind"] == "PartialObjectMetadataList")
        #expect(list["items"]?.array?.first?["spec"] == nil)
        #expect(try api.call("GET", Self.services, accept: "application/vnd.x, */*").json["kind"] == "ServiceList")
    }
}
