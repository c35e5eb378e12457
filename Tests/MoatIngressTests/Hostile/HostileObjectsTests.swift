import Foundation
import MoatKubernetes
import Testing

@testable import MoatIngress

/// Objects that try to break out of the configuration.
struct HostileObjectsTests {
    /// In every hostile value, and never in the configuration.
    private static let mark = "EVIL"

    static let values: [String] = [
        "\"", "'", "\n", "\r\n", "{", "}", ";", "$host", "${host}", "\0", "\\", " ", "#", "`", "é", "\u{202E}",
        "\u{7F}",
        "\t", "|", "<", ">", "^", "[", "]", "\"); os.execute(\"id", "' ; load_module /tmp/x.so; #", "}}}} server {",
        "%00", "%{REQUEST_HEADERS}", "\" \"id:1,phase:1,ctl:ruleEngine=Off", "]]", "/../",
        String(repeating: "a", count: 1 << 20), String(repeating: "/a", count: 1 << 19),
    ].map { mark + $0 + mark }

    /// Each says the value in one place.
    private static func ingresses(_ value: String, _ number: Int) -> [Ingress] {
        let good = IngressRule("hostile-\(number).test", .prefix("/", "app"))
        var ingresses = [
            Ingress("host-\(number)", [IngressRule("\(value).test", .prefix("/", "app"))]),
            Ingress("wildcard-\(number)", [IngressRule("*.\(value)", .prefix("/", "app"))]),
            Ingress("exact-\(number)", [IngressRule("exact-\(number).test", .exact("/\(value)", "app"))]),
            Ingress("prefix-\(number)", [IngressRule("prefix-\(number).test", .prefix("/\(value)/", "app"))]),
            Ingress("service-\(number)", [IngressRule("service-\(number).test", .prefix("/", value))]),
            Ingress("default-\(number)", defaultBackend: .service(value)),
            Ingress("tls-\(number)", tls: [IngressTLS(hosts: [value], secretName: "certificate")], [good]),
            Ingress("secret-\(number)", tls: [IngressTLS(hosts: ["secret.test"], secretName: value)], [good]),
            Ingress(value, [good]),
            Ingress("snippet-\(number)", annotations: ["moat.dev/server-snippet": value], [good]),
            Ingress("unknown-\(number)", annotations: ["moat.dev/\(value)": value], [good]),
        ]
        for annotation in IngressAnnotation.allCases {
            var annotations = ["moat.dev/\(annotation.rawValue)": "/\(value)"]
            if annotation == .sessionCookieName { annotations["moat.dev/affinity"] = "cookie" }
            ingresses.append(Ingress("\(annotation.rawValue)-\(number)", annotations: annotations, [good]))
        }
        var named = Ingress("port-\(number)", [good])
        named.spec.rules = [
            IngressRule(
                "port-\(number).test",
                HTTPIngressPath(
                    path: "/", pathType: .prefix,
                    backend: IngressBackend(
                        service: IngressServiceBackend(name: "app", port: ServiceBackendPort(name: value)))))
        ]
        var type = Ingress("type-\(number)", [good])
        type.spec.rules = [
            IngressRule(
                "type-\(number).test",
                HTTPIngressPath(path: "/", pathType: IngressPathType(rawValue: value), backend: .service("app")))
        ]
        var resource = Ingress("resource-\(number)")
        resource.spec.defaultBackend = IngressBackend(
            resource: TypedLocalObjectReference(apiGroup: value, kind: value, name: value))
        var namespace = Ingress("namespace-\(number)", [good])
        namespace.metadata.namespace = value
        return ingresses + [named, type, resource, namespace]
    }

    private static func objects(_ backend: NamedBackend?) -> IngressObjects {
        var objects = IngressObjects([], backends: backend.map { [$0] } ?? [])
        if backend == nil { objects.services = [Service(name: "app")] }
        objects.ingresses = values.enumerated().flatMap { ingresses($1, $0) }
        for value in values {
            objects.services.append(
                Service(
                    metadata: ObjectMeta(name: value, namespace: "default"),
                    spec: ServiceSpec(ports: [ServicePort(name: value, port: 80)])))
            objects.slices.append(
                EndpointSlice(
                    metadata: ObjectMeta(
                        name: value, namespace: "default", labels: [EndpointSlice.serviceNameLabel: "app"]),
                    addressType: .ipv4, endpoints: [Endpoint(addresses: [value])],
                    ports: [EndpointPort(name: "http", port: 80), EndpointPort(name: value, port: 80)]))
        }
        return objects
    }

    @Test func nothingOfThemReachesTheConfigurationAndAllAreReported() throws {
        let objects = Self.objects(nil)
        let plan = IngressPlan(objects, ConfigurationCheck.settings)
        let files = NginxConfiguration(plan, ConfigurationCheck.settings, generation: 1).files
        for (name, text) in files { #expect(!text.uppercased().contains(Self.mark), "\(name)") }
        #expect(!String(decoding: IngressTables(plan).encoded(), as: UTF8.self).uppercased().contains(Self.mark))
        let reported = Set(plan.problems.map { ObjectKey(namespace: $0.object.namespace, name: $0.object.name ?? "") })
        for ingress in objects.ingresses {
            #expect(reported.contains(ingress.key), "\(ingress.metadata.name.prefix(60))")
        }
        try ConfigurationCheck().check(objects)
    }

    @Test(.enabled(if: NginxProcess.isInstalled, Comment(rawValue: NginxProcess.missing)))
    func theyCostNobodyElseAnything() async throws {
        let backend = try await NamedBackend.start("app")
        var objects = Self.objects(backend)
        let key = try TestCertificate("good", names: ["good.test"])
        for (number, secret) in try BrokenSecrets.all().enumerated() {
            objects.secrets.append(secret)
            objects.ingresses.append(
                Ingress(
                    "broken-\(number)", tls: [IngressTLS(hosts: ["b\(number).test"], secretName: secret.metadata.name)],
                    [IngressRule("b\(number).test", .prefix("/", "app"))]))
        }
        objects.secrets.append(Secret(tls: "good", certificate: key.pem, key: key.key))
        objects.ingresses.append(
            Ingress(
                "good", tls: [IngressTLS(hosts: ["good.test"], secretName: "good")],
                [IngressRule("good.test", .prefix("/", "app"))]))
        try await ServedCluster.serve(objects) { cluster async throws in
            #expect(!cluster.plan.problems.contains { $0.object.name == "good" })
            let answer = try await cluster.client(tls: "good.test").request("GET", "/", host: "good.test")
            #expect(answer.backend == "app")
            let broken = try await cluster.client(tls: "b0.test").request("GET", "/", host: "b0.test")
            #expect(broken.backend == "app", "with the default certificate")
        }
    }

    @Test func brokenCertificatesAreReportedWithoutTheirKeys() throws {
        for secret in try BrokenSecrets.all() {
            let ingress = Ingress(
                "broken", tls: [IngressTLS(hosts: ["b.test"], secretName: secret.metadata.name)],
                [IngressRule("b.test", .prefix("/", "app"))])
            var objects = IngressObjects([ingress], backends: [], secrets: [secret])
            objects.services = [Service(name: "app")]
            let plan = IngressPlan(objects, ConfigurationCheck.settings)
            #expect(plan.problems.count == 1, "\(secret.metadata.name)")
            #expect(plan.certificates.isEmpty, "\(secret.metadata.name)")
            for problem in plan.problems {
                #expect(problem.message.contains("default certificate"))
                #expect(!problem.message.contains("PRIVATE"))
                #expect(problem.message.utf8.count <= 1024)
            }
        }
    }
}
