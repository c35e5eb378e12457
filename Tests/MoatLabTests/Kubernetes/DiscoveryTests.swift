import Testing

@testable import MoatLab

@Suite struct DiscoveryTests {
    @Test func servicesAreListedWithTheirStatus() {
        let resources = Discovery.resourceList(group: "", version: "v1")?["resources"]?.array ?? []
        let service = resources.first { $0["name"] == .string("services") }
        #expect(
            service
                == .object([
                    "name": .string("services"), "singularName": .string("service"), "namespaced": .bool(true),
                    "kind": .string("Service"), "shortNames": .array([.string("svc")]),
                    "categories": .array([.string("all")]),
                    "verbs": .array(
                        ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"].map(
                            JSONValue.string)),
                ]))
        #expect(resources.contains { $0["name"] == .string("services/status") })
        #expect(!resources.contains { $0["name"] == .string("secrets/status") })
    }

    @Test func groupsAreListed() {
        let names = Discovery.groupList["groups"]?.array?.compactMap { $0["name"]?.string } ?? []
        #expect(
            names == [
                "apps", "coordination.k8s.io", "discovery.k8s.io", "networking.k8s.io", "policy",
                "rbac.authorization.k8s.io",
            ])
        #expect(Discovery.group("apps")?["preferredVersion"]?["groupVersion"] == .string("apps/v1"))
        #expect(Discovery.group("") == nil)
        #expect(Discovery.resourceList(group: "apps", version: "v2") == nil)
    }

    @Test func messagesNameKindsAsKubernetesDoes() {
        #expect(APIKind.ingress.qualifiedPlural == "ingresses.networking.k8s.io")
        #expect(APIKind.service.qualifiedPlural == "services")
        #expect(APIKind.find(apiVersion: "apps/v1", kind: "Deployment") == .deployment)
        #expect(APIKind.find(group: "", version: "v1", plural: "deployments") == nil)
    }
}
