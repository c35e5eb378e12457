import MoatKubernetes
import NIOCore
import NIOPosix
import Testing

@testable import MoatIngress

/// How requests are spread over endpoints, and that endpoints change without a reload.
@Suite(.enabled(if: NginxProcess.isInstalled, Comment(rawValue: NginxProcess.missing)))
struct EndpointTests {
    /// A Service `app` with an endpoint for each of the ports.
    private func objects(_ ports: [UInt16], annotations: [String: String] = [:]) -> IngressObjects {
        var objects = IngressObjects(
            [Ingress("app", annotations: annotations, [IngressRule("app.test", .prefix("/", "app"))])], backends: [])
        objects.services = [Service(name: "app")]
        objects.slices = [EndpointSlice(service: "app", ports: ports)]
        return objects
    }

    private func backends(_ count: Int) async throws -> [NamedBackend] {
        var backends: [NamedBackend] = []
        for number in 0..<count { backends.append(try await NamedBackend.start("app-\(number)")) }
        return backends
    }

    private func answers(_ count: Int, from cluster: ServedCluster) async throws -> [String?] {
        var answers: [String?] = []
        for _ in 0..<count { answers.append(try await cluster.get("/", host: "app.test").backend) }
        return answers
    }

    @Test func endpointsChangeByTheTablesAlone() async throws {
        let backends = try await backends(3)
        try await ServedCluster.serve(objects([backends[0].port])) { cluster async throws in
            #expect(Set(try await answers(4, from: cluster)) == ["app-0"])
            #expect(try await cluster.change(objects(backends.map(\.port))))
            #expect(Set(try await answers(30, from: cluster)) == ["app-0", "app-1", "app-2"])
            #expect(try await cluster.change(objects([backends[2].port])))
            #expect(Set(try await answers(4, from: cluster)) == ["app-2"])
            #expect(try await cluster.change(objects([])))
            #expect(try await cluster.get("/", host: "app.test").status == 503)
        }
    }

    @Test func aDeadEndpointCostsNoRequest() async throws {
        let backends = try await backends(3)
        try await ServedCluster.serve(objects(backends.map(\.port))) { cluster async throws in
            try await backends[1].stop()
            let answers = try await answers(40, from: cluster)
            #expect(!answers.contains(nil))
            #expect(Set(answers) == ["app-0", "app-2"])
        }
    }

    @Test func aCookieKeepsAClientAtItsEndpoint() async throws {
        let backends = try await backends(3)
        let affinity = ["moat.dev/affinity": "cookie", "moat.dev/session-cookie-name": "stay"]
        try await ServedCluster.serve(objects(backends.map(\.port), annotations: affinity)) { cluster async throws in
            let first = try await cluster.get("/", host: "app.test")
            let given = try #require(first.header("set-cookie"))
            #expect(given.hasPrefix("stay="))
            #expect(given.contains("HttpOnly"))
            let cookie = String(given.prefix { $0 != ";" })
            for _ in 0..<12 {
                let again = try await cluster.get("/", host: "app.test", headers: [("Cookie", cookie)])
                #expect(again.backend == first.backend)
            }
            // The endpoint is gone: the client gets another, and its cookie.
            let gone = try #require(backends.firstIndex { $0.name == first.backend })
            var left = backends
            left.remove(at: gone)
            try await cluster.change(objects(left.map(\.port), annotations: affinity))
            let other = try await cluster.get("/", host: "app.test", headers: [("Cookie", cookie)])
            #expect(left.map(\.name).contains(other.backend ?? ""))
            #expect(other.header("set-cookie")?.hasPrefix("stay=") == true)
            // A cookie that nobody gave out is worth nothing.
            let forged = try await cluster.get("/", host: "app.test", headers: [("Cookie", "stay=../../127.0.0.1:1")])
            #expect(forged.status == 200)
        }
    }

    @Test func aCanaryGetsItsShare() async throws {
        let main = try await NamedBackend.start("main")
        let canary = try await NamedBackend.start("canary")
        func objects(_ weight: String) -> IngressObjects {
            IngressObjects(
                [
                    Ingress("main", [IngressRule("app.test", .prefix("/", "main"))]),
                    Ingress(
                        "canary",
                        annotations: [
                            "nginx.ingress.kubernetes.io/canary": "true",
                            "nginx.ingress.kubernetes.io/canary-weight": weight,
                        ], [IngressRule("app.test", .prefix("/", "canary"))]),
                ], backends: [main, canary])
        }
        try await ServedCluster.serve(objects("50")) { cluster async throws in
            #expect(cluster.plan.problems.isEmpty)
            let answers = try await answers(200, from: cluster)
            // By chance less than 50 or more than 150 of 200 once in 10^12 times.
            #expect((50...150).contains(answers.count { $0 == "canary" }))
            #expect(answers.allSatisfy { $0 == "canary" || $0 == "main" })
            try await cluster.change(objects("100"))
            #expect(Set(try await self.answers(20, from: cluster)) == ["canary"])
            try await cluster.change(objects("0"))
            #expect(Set(try await self.answers(20, from: cluster)) == ["main"])
        }
    }

    /// While Ingresses and endpoints change, every request is answered by a backend.
    @Test func noRequestFailsWhileEverythingChanges() async throws {
        let backends = try await backends(4)
        let ports = backends.map(\.port)
        try await ServedCluster.serve(objects(ports)) { cluster async throws in
            let client = cluster.client()
            let failures = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var failures: [Int] = []
                        while !Task.isCancelled {
                            let answer = try await client.request("GET", "/", host: "app.test")
                            if answer.status != 200 { failures.append(answer.status) }
                        }
                        return failures
                    }
                }
                for turn in 0..<6 {
                    try await cluster.change(objects([ports[turn % 4], ports[(turn + 1) % 4]]))
                    var more = objects([ports[turn % 4], ports[(turn + 1) % 4]])
                    more.ingresses.append(Ingress("new", [IngressRule("new-\(turn).test", .prefix("/", "app"))]))
                    #expect(try await !cluster.change(more))
                    #expect(try await cluster.get("/", host: "new-\(turn).test").status == 200)
                }
                group.cancelAll()
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(failures.isEmpty)
        }
    }
}
