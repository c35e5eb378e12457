import MoatKubernetes
import Testing

@testable import MoatIngress

struct IngressClusterTests {
    private static func secret(_ name: String, _ type: String) -> Secret {
        Secret(metadata: ObjectMeta(name: name, namespace: "team"), type: type)
    }

    @Test func onlyCertificatesAreKept() {
        var cluster = IngressCluster()
        var isNews: Bool
        _ = cluster.take(.secret(.replaced([Self.secret("a", Secret.tlsType), Self.secret("b", "Opaque")])))
        #expect(cluster.secrets.keys.map(\.name) == ["a"])
        isNews = cluster.take(.secret(.applied(Self.secret("c", "Opaque"))))
        #expect(!isNews)
        // One that is a certificate no more is gone.
        isNews = cluster.take(.secret(.applied(Self.secret("a", "Opaque"))))
        #expect(isNews)
        #expect(cluster.secrets.isEmpty)
    }

    @Test func whatIsKnownIsNoNews() {
        var cluster = IngressCluster()
        var isNews: Bool
        let slice = EndpointSlice(metadata: ObjectMeta(name: "a", namespace: "team"), addressType: .ipv4)
        isNews = cluster.take(.slice(.replaced([])))
        #expect(isNews)
        isNews = cluster.take(.slice(.replaced([])))
        #expect(!isNews)
        isNews = cluster.take(.slice(.applied(slice)))
        #expect(isNews)
        isNews = cluster.take(.slice(.applied(slice)))
        #expect(!isNews)
        isNews = cluster.take(.slice(.replaced([slice])))
        #expect(!isNews)
        isNews = cluster.take(.slice(.deleted(slice)))
        #expect(isNews)
        isNews = cluster.take(.slice(.deleted(slice)))
        #expect(!isNews)
    }

    @Test func aClusterIsCompleteWhenAllKindsWereListed() {
        var cluster = IngressCluster()
        var isNews: Bool
        let lists: [IngressChange] = [
            .ingress(.replaced([])), .ingressClass(.replaced([])), .service(.replaced([])), .slice(.replaced([])),
            .secret(.replaced([])),
        ]
        for list in lists {
            #expect(!cluster.isComplete)
            isNews = cluster.take(list)
            #expect(isNews)
        }
        #expect(cluster.isComplete)
    }

    @Test func readyEndpointsAreCountedForEachService() {
        var cluster = IngressCluster()
        func slice(_ name: String, _ ready: [Bool?]) -> EndpointSlice {
            EndpointSlice(
                metadata: ObjectMeta(
                    name: name, namespace: "team", labels: [EndpointSlice.serviceNameLabel: "cart"]),
                addressType: .ipv4,
                endpoints: ready.map { Endpoint(conditions: EndpointConditions(ready: $0)) })
        }
        _ = cluster.take(.slice(.replaced([slice("a", [true, false, nil]), slice("b", [true])])))
        #expect(cluster.readyEndpoints == [ObjectKey(namespace: "team", name: "cart"): 3])
    }
}
