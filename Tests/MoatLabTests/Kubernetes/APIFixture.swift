import MoatModel
import Testing

@testable import MoatLab

/// An API without connections, at a moment of its own.
struct APIFixture {
    let service: APIService

    init(limits: StoreLimits = StoreLimits()) throws {
        service = APIService(
            store: ObjectStore(StoreState(limits: limits)), clock: { APITime(seconds: 1_700_000_000) })
        try service.takeStock()
    }

    struct Answer {
        var status: Int
        var json: JSONValue
        var warnings: [String]

        var message: String { json["message"]?.string ?? "" }
    }

    static let merge = "application/merge-patch+json"
    static let strategic = "application/strategic-merge-patch+json"
    static let apply = "application/apply-patch+yaml"

    @discardableResult
    func call(
        _ method: String, _ target: String, _ body: JSONValue? = nil, type: String = "application/json",
        accept: String = "application/json", agent: String = "test/1"
    ) throws -> Answer {
        let request = try #require(
            APIRequest(
                method: method, target: target,
                headers: ["content-type": type, "accept": accept, "user-agent": agent], body: body?.bytes ?? []))
        guard case .document(let document) = service.answer(request) else {
            Issue.record("a watch is no document")
            return Answer(status: 0, json: .null, warnings: [])
        }
        return Answer(
            status: document.status, json: (try? JSONParser.parse(document.body).value) ?? .null,
            warnings: document.warnings)
    }

    static func service(_ name: String, _ spec: JSONValue = ["ports": [["port": 80]]]) -> JSONValue {
        ["apiVersion": "v1", "kind": "Service", "metadata": ["name": .string(name)], "spec": spec]
    }

    static func configMap(_ name: String, _ metadata: JSONValue = [:], data: JSONValue = ["a": "b"]) -> JSONValue {
        var object: JSONValue = ["apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data]
        object[["metadata", "name"]] = name.isEmpty ? nil : .string(name)
        return object
    }

    static func pod(_ name: String, app: String = "web", ready: Bool = true) throws -> KubernetesPod {
        let address = try #require(IPAddress("10.0.5.\(4 + name.utf8.count)"))
        return KubernetesPod(
            name: name, labels: ["app": app], address: address, nodeName: "n1", isReady: ready,
            ports: [.init(name: "http", number: 8080)], startedAt: 1_600_000_000)
    }

    static func node() throws -> KubernetesNode {
        KubernetesNode(name: "n1", address: try #require(IPAddress("10.0.5.4")), startedAt: 1_600_000_000)
    }
}
