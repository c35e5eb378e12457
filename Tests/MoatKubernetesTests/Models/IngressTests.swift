import MoatKubernetes
import Testing

struct IngressTests {
    @Test func readsAnIngress() throws {
        let text = """
            {"metadata": {"name": "site", "namespace": "shop"},
             "spec": {"ingressClassName": "moat",
               "defaultBackend": {"resource": {"apiGroup": "k8s.example.com", "kind": "Bucket", "name": "static"}},
               "tls": [{"hosts": ["shop.example.com"], "secretName": "shop-tls"}, {}],
               "rules": [{"host": "shop.example.com", "http": {"paths": [
                   {"path": "/", "pathType": "Prefix",
                    "backend": {"service": {"name": "front", "port": {"number": 80}}}},
                   {"path": "/api", "pathType": "Exact",
                    "backend": {"service": {"name": "api", "port": {"name": "web"}}}}]}}, {"host": "*.example.com"}]},
             "status": {"loadBalancer": {"ingress": [{"ip": "10.0.4.5", "ports": [{"port": 443, "protocol": "TCP"}]}]}}}
            """
        let ingress = try decode(Ingress.self, text)
        let paths = ingress.spec.rules.first?.http?.paths ?? []
        #expect(ingress.spec.ingressClassName == "moat")
        #expect(ingress.spec.defaultBackend?.resource?.name == "static")
        #expect(ingress.spec.tls.map(\.secretName) == ["shop-tls", nil])
        #expect(paths.map(\.pathType) == [.prefix, .exact])
        #expect(paths.map(\.backend.service?.port.number) == [80, nil])
        #expect(paths.map(\.backend.service?.port.name) == [nil, "web"])
        #expect(ingress.spec.rules.last?.http == nil)
        #expect(ingress.status.loadBalancer.ingress.first?.ip == "10.0.4.5")
    }

    @Test func readsAClass() throws {
        let text = """
            {"metadata": {"name": "moat", "annotations": {"ingressclass.kubernetes.io/is-default-class": "true"}},
             "spec": {"controller": "moat.dev/ingress",
               "parameters": {"apiGroup": "moat.dev", "kind": "Settings", "name": "a", "scope": "Namespace",
                              "namespace": "shop"}}}
            """
        let ingressClass = try decode(IngressClass.self, text)
        #expect(ingressClass.isDefault)
        #expect(ingressClass.spec.controller == "moat.dev/ingress")
        #expect(ingressClass.spec.parameters?.namespace == "shop")
    }
}
