import MoatKubernetes
import Testing

@testable import MoatIngress

/// What backends get to see, and what annotations do, through a real nginx.
@Suite(.enabled(if: NginxProcess.isInstalled, Comment(rawValue: NginxProcess.missing)))
struct ForwardingTests {
    private func serve(
        _ annotations: [String: String], tls: Bool = false, backend: NamedBackend? = nil,
        _ body: (ServedCluster) async throws -> Void
    ) async throws {
        let backend = if let backend { backend } else { try await NamedBackend.start("app") }
        let entries = tls ? [IngressTLS(hosts: ["app.test"])] : []
        let ingress = Ingress(
            "app", annotations: annotations, tls: entries,
            [IngressRule("app.test", .prefix("/old", "app"), .prefix("/", "app"))])
        try await ServedCluster.serve(IngressObjects([ingress], backends: [backend])) { cluster async throws in
            #expect(cluster.plan.problems.isEmpty)
            try await body(cluster)
        }
    }

    @Test func theClientIsWhoConnectedAndNobodyElse() async throws {
        try await serve([:]) { cluster async throws in
            let answer = try await cluster.get(
                "/a?b=c", host: "app.test",
                headers: [
                    ("X-Forwarded-For", "203.0.113.9"), ("X-Real-IP", "203.0.113.9"), ("X-Forwarded-Proto", "https"),
                    ("X-Forwarded-Host", "evil.test"), ("X-Request-ID", "mine"), ("Forwarded", "for=203.0.113.9"),
                ])
            #expect(answer.requestLine == "GET /a?b=c")
            #expect(answer.forwarded("host") == "app.test")
            #expect(answer.forwarded("x-real-ip")?.hasPrefix("127.") == true)
            #expect(answer.forwarded("x-forwarded-for")?.contains("203.0.113.9") == false)
            #expect(answer.forwarded("x-forwarded-proto") == "http")
            #expect(answer.forwarded("x-forwarded-host") == "app.test")
            let id = try #require(answer.forwarded("x-request-id"))
            #expect(id.utf8.count == 32)
        }
    }

    @Test func pathsArriveAsTheyWereSent() async throws {
        try await serve([:]) { cluster async throws in
            for target in ["/a%2Fb", "/a%20b?c=%2e", "/a//b", "/a/./b", "/a;b=c", "/caf%C3%A9"] {
                let answer = try await cluster.get(target, host: "app.test")
                #expect(answer.requestLine == "GET \(target)", "\(target)")
            }
        }
    }

    @Test func aPrefixIsRewritten() async throws {
        try await serve(["moat.dev/rewrite-target": "/new"]) { cluster async throws in
            #expect(try await cluster.get("/old/x?y=1", host: "app.test").requestLine == "GET /new/x?y=1")
            #expect(try await cluster.get("/old", host: "app.test").requestLine == "GET /new")
            #expect(try await cluster.get("/other", host: "app.test").requestLine == "GET /new/other")
        }
    }

    @Test func aRedirectTakesAllRequests() async throws {
        try await serve(["moat.dev/permanent-redirect": "https://elsewhere.test/a?b=c"]) { cluster async throws in
            let answer = try await cluster.get("/old/x", host: "app.test")
            #expect(answer.status == 301)
            #expect(answer.header("location") == "https://elsewhere.test/a?b=c")
        }
    }

    @Test func requestsAreSentToHTTPS() async throws {
        try await serve([:], tls: true) { cluster async throws in
            let answer = try await cluster.get("/old?x=1", host: "app.test")
            #expect(answer.status == 308)
            #expect(answer.header("location") == "https://app.test/old?x=1")
            let secure = try await cluster.client(tls: "app.test").request("GET", "/", host: "app.test")
            #expect(secure.forwarded("x-forwarded-proto") == "https")
        }
        try await serve(["moat.dev/ssl-redirect": "false"], tls: true) { cluster async throws in
            #expect(try await cluster.get("/", host: "app.test").backend == "app")
        }
        try await serve(["moat.dev/force-ssl-redirect": "true"]) { cluster async throws in
            #expect(try await cluster.get("/", host: "app.test").status == 308)
        }
    }

    @Test func onlyAllowedSourcesMayCome() async throws {
        try await serve(["moat.dev/whitelist-source-range": "10.0.0.0/8, 2001:db8::/32"]) { cluster async throws in
            #expect(try await cluster.get("/", host: "app.test").status == 403)
            let forged = try await cluster.get(
                "/", host: "app.test", headers: [("X-Forwarded-For", "10.0.0.1"), ("X-Real-IP", "10.0.0.1")])
            #expect(forged.status == 403)
        }
        try await serve(["moat.dev/whitelist-source-range": "127.0.0.0/8"]) { cluster async throws in
            #expect(try await cluster.get("/", host: "app.test").status == 200)
        }
    }

    @Test func bodiesAreLimited() async throws {
        try await serve(["moat.dev/proxy-body-size": "1k"]) { cluster async throws in
            let small = try await cluster.client().request(
                "POST", "/", host: "app.test", body: String(repeating: "a", count: 1024))
            #expect(small.status == 200)
            let large = try await cluster.client().request(
                "POST", "/", host: "app.test", body: String(repeating: "a", count: 1025))
            #expect(large.status == 413)
        }
    }
}
