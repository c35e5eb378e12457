import Testing

@testable import MoatLab

@Suite struct APIRequestTests {
    @Test func targetsAreRead() throws {
        let request = try #require(
            APIRequest(method: "GET", target: "/api/v1//pods/a%2Fb?labelSelector=a%3Db%2Cc&watch=true&x&y=1+2"))
        #expect(request.segments == ["api", "v1", "pods", "a/b"])
        #expect(request.query == ["labelSelector": "a=b,c", "watch": "true", "x": "", "y": "1 2"])
        #expect(request.flag("watch"))
        #expect(!request.flag("x"))
    }

    @Test(arguments: ["", "api", "*", "/a%", "/a%4", "/a%zz", "/a%ff", "/a?b=%ff", "http://x/"])
    func whatIsNoPathIsRefused(target: String) {
        #expect(APIRequest(method: "GET", target: target) == nil)
    }

    @Test(
        arguments: [
            ("namespaces", "namespaces", "", nil, nil), ("namespaces/a", "namespaces", "", "a", nil),
            ("namespaces/a/status", "namespaces", "", "a", "status"),
            ("namespaces/a/services", "services", "a", nil, nil),
            ("namespaces/a/services/b", "services", "a", "b", nil),
            ("namespaces/a/services/b/status", "services", "a", "b", "status"), ("services", "services", "", nil, nil),
            ("nodes/n", "nodes", "", "n", nil),
        ] as [(String, String, String, String?, String?)])
    func pathsNameResources(
        path: String, plural: String, namespace: String, name: String?, subresource: String?
    ) throws {
        let parts = path.split(separator: "/").map(String.init)
        let resource = try #require(ResourcePath(group: "", version: "v1", parts[...]))
        #expect(resource.kind.plural == plural)
        #expect(resource.namespace == namespace)
        #expect(resource.name == name)
        #expect(resource.subresource == subresource)
    }

    @Test(arguments: [
        "services/b", "namespaces/a/nodes", "namespaces/a/services/b/proxy", "namespaces/a/configmaps/b/status",
        "namespaces/a/services/b/status/c", "widgets", "namespaces/a/widgets", "",
    ])
    func otherPathsNameNothing(path: String) {
        let parts = path.split(separator: "/").map(String.init)
        #expect(ResourcePath(group: "", version: "v1", parts[...]) == nil)
    }

    @Test func theManagerIsWhoeverAsks() throws {
        let agent = ["user-agent": "kubectl/v1.32.4 (linux/amd64)"]
        #expect(APIRequest(method: "PUT", target: "/", headers: agent)?.fieldManager == "kubectl")
        #expect(APIRequest(method: "PUT", target: "/?fieldManager=me", headers: agent)?.fieldManager == "me")
        #expect(APIRequest(method: "PUT", target: "/")?.fieldManager == "unknown")
    }
}
