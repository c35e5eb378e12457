import MoatModel
import Testing

@testable import MoatLab

/// Slices as Services and pods come and go.
@Suite struct SliceIndexTests {
    private static let services = "/api/v1/namespaces/default/services"
    private static let spec: JSONValue = [
        "ports": [["port": 80, "targetPort": "http"]], "selector": ["app": "web"],
    ]

    private static func endpoints(_ api: APIFixture) throws -> [String: Bool] {
        var endpoints: [String: Bool] = [:]
        let slices = try api.call("GET", "/apis/discovery.k8s.io/v1/endpointslices").json["items"]?.array ?? []
        for endpoint in slices.flatMap({ $0["endpoints"]?.array ?? [] }) {
            endpoints[endpoint[["targetRef", "name"]]?.string ?? ""] = endpoint[["conditions", "ready"]]?.bool
        }
        return endpoints
    }

    @Test func slicesFollowPodsAndServices() throws {
        let api = try APIFixture()
        try api.service.update(
            pods: [APIFixture.pod("a"), APIFixture.pod("bb", app: "db")], nodes: [APIFixture.node()])
        #expect(try Self.endpoints(api).isEmpty)
        try api.call("POST", Self.services, APIFixture.service("web", Self.spec))
        #expect(try Self.endpoints(api) == ["a": true])
        try api.service.update(
            pods: [APIFixture.pod("a", ready: false), APIFixture.pod("bb")], nodes: [APIFixture.node()])
        #expect(try Self.endpoints(api) == ["a": false, "bb": true])
        try api.service.update(pods: [APIFixture.pod("bb")], nodes: [APIFixture.node()])
        #expect(try Self.endpoints(api) == ["bb": true])
        let patch: JSONValue = ["spec": ["selector": ["app": "db"]]]
        try api.call("PATCH", "\(Self.services)/web", patch, type: APIFixture.merge)
        #expect(try Self.endpoints(api).isEmpty)
        try api.call("PATCH", "\(Self.services)/web", ["spec": ["selector": ["app": "web"]]], type: APIFixture.merge)
        #expect(try Self.endpoints(api) == ["bb": true])
        try api.call("DELETE", "\(Self.services)/web")
        #expect(try Self.endpoints(api).isEmpty)
    }

    @Test func whatIsUnchangedHasNoNewVersion() throws {
        let api = try APIFixture()
        try api.service.update(pods: [APIFixture.pod("a")], nodes: [APIFixture.node()])
        try api.call("POST", Self.services, APIFixture.service("web", Self.spec))
        let version = api.service.store.version
        try api.service.update(pods: [APIFixture.pod("a")], nodes: [APIFixture.node()])
        #expect(api.service.store.version == version)
        // A status changes no slice.
        let status: JSONValue = ["status": ["loadBalancer": ["ingress": [["ip": "10.0.4.4"]]]]]
        try api.call("PATCH", "\(Self.services)/web/status", status, type: APIFixture.merge)
        #expect(api.service.store.version == version + 1)
    }

    @Test func aDeletedPodTerminatesFirst() throws {
        let api = try APIFixture()
        try api.service.update(pods: [APIFixture.pod("a")], nodes: [APIFixture.node()])
        try api.call("POST", Self.services, APIFixture.service("web", Self.spec))
        let deleted = try api.call("DELETE", "/api/v1/namespaces/default/pods/a").json
        #expect(deleted[["metadata", "deletionTimestamp"]] != nil)
        #expect(try Self.endpoints(api) == ["a": false])
        api.service.finishDeletion(ofPod: ObjectName(namespace: "default", name: "a"))
        #expect(try Self.endpoints(api).isEmpty)
        #expect(try api.call("GET", "/api/v1/namespaces/default/pods/a").status == 404)
        // A pod that the lab put in its place meanwhile is another.
        try api.service.update(pods: [APIFixture.pod("a")], nodes: [APIFixture.node()])
        api.service.finishDeletion(ofPod: ObjectName(namespace: "default", name: "a"))
        #expect(try Self.endpoints(api) == ["a": true])
    }
}
