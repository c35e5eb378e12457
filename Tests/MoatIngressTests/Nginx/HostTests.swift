import MoatKubernetes
import Testing

@testable import MoatIngress

/// Which of several Ingresses a request belongs to, through a real nginx.
@Suite(.enabled(if: NginxProcess.isInstalled, Comment(rawValue: NginxProcess.missing)))
struct HostTests {
    @Test func hostsAndDefaultsAreServedByTheirPrecedence() async throws {
        var backends: [NamedBackend] = []
        for name in ["exact", "wildcard", "every", "fallback", "younger", "other"] {
            backends.append(try await NamedBackend.start(name))
        }
        let objects = IngressObjects(
            [
                Ingress("wildcard", age: 3, [IngressRule("*.foo.test", .prefix("/", "wildcard"))]),
                Ingress("exact", age: 2, [IngressRule("bar.foo.test", .prefix("/app", "exact"))]),
                Ingress("every", age: 2, [IngressRule(nil, .prefix("/every", "every"))]),
                Ingress("fallback", age: 1, defaultBackend: .service("fallback")),
                // The path is taken by the older one; the other path of the same host is not.
                Ingress("younger", [IngressRule("bar.foo.test", .prefix("/app/", "younger"), .exact("/new", "other"))]),
            ], backends: backends)
        try await ServedCluster.serve(objects) { cluster async throws in
            #expect(cluster.plan.problems.map(\.object.name) == ["younger"])
            #expect(cluster.plan.problems.map(\.reason) == ["PathTaken"])
            for (host, path, backend) in [
                ("bar.foo.test", "/app/x", "exact"),
                ("bar.foo.test", "/new", "other"),
                // A host with rules has no part in the wildcard's, and what they leave is the default's.
                ("bar.foo.test", "/elsewhere", "fallback"),
                ("baz.foo.test", "/app", "wildcard"),
                ("unknown.test", "/every/one", "every"),
                ("unknown.test", "/", "fallback"),
                ("127.0.0.1", "/every", "every"),
            ] {
                #expect(try await cluster.get(path, host: host).backend == backend, "\(host)\(path)")
            }
        }
    }

    @Test func whatCannotBeReachedIsSaid() async throws {
        let backend = try await NamedBackend.start("there")
        var objects = IngressObjects(
            [
                Ingress(
                    "broken",
                    [
                        IngressRule(
                            "broken.test", .prefix("/none", "nowhere"), .prefix("/empty", "empty"),
                            .prefix("/", "there"))
                    ])
            ], backends: [backend])
        objects.services.append(Service(name: "empty"))
        try await ServedCluster.serve(objects) { cluster async throws in
            #expect(cluster.plan.problems.map(\.reason) == ["ServiceNotFound"])
            #expect(try await cluster.get("/none", host: "broken.test").status == 503)
            #expect(try await cluster.get("/empty", host: "broken.test").status == 503)
            #expect(try await cluster.get("/", host: "broken.test").backend == "there")
        }
    }
}
