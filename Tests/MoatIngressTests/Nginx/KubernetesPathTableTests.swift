import MoatKubernetes
import Testing

@testable import MoatIngress

/// The tables of the Kubernetes documentation (concepts/services-networking/ingress, "Examples" of path types
/// and "Hostname wildcards"), row by row through a real nginx: each row is an Ingress with a host of its own.
@Suite(.enabled(if: NginxProcess.isInstalled, Comment(rawValue: NginxProcess.missing)))
struct KubernetesPathTableTests {
    struct Row {
        /// The paths of the Ingress; each leads to a Service of its own.
        var paths: [(type: IngressPathType, path: String)]
        /// What is asked for, and which of the paths takes it; nil for none.
        var requests: [(path: String, taker: Int?)]

        init(_ paths: [(IngressPathType, String)], _ requests: [(String, Int?)]) {
            self.paths = paths
            self.requests = requests
        }
    }

    static let rows: [Row] = [
        Row([(.prefix, "/")], [("/", 0), ("/foo", 0), ("/foo/", 0), ("/foo/bar.html", 0)]),
        Row([(.exact, "/foo")], [("/foo", 0)]),
        Row([(.exact, "/foo")], [("/bar", nil)]),
        Row([(.exact, "/foo")], [("/foo/", nil)]),
        Row([(.exact, "/foo/")], [("/foo", nil)]),
        Row([(.prefix, "/foo")], [("/foo", 0), ("/foo/", 0)]),
        Row([(.prefix, "/foo/")], [("/foo", 0), ("/foo/", 0)]),
        Row([(.prefix, "/aaa/bb")], [("/aaa/bbb", nil)]),
        Row([(.prefix, "/aaa/bbb")], [("/aaa/bbb", 0)]),
        Row([(.prefix, "/aaa/bbb/")], [("/aaa/bbb", 0)]),
        Row([(.prefix, "/aaa/bbb")], [("/aaa/bbb/", 0)]),
        Row([(.prefix, "/aaa/bbb")], [("/aaa/bbb/ccc", 0)]),
        Row([(.prefix, "/aaa/bbb")], [("/aaa/bbbxyz", nil)]),
        Row([(.prefix, "/"), (.prefix, "/aaa")], [("/aaa/ccc", 1)]),
        Row([(.prefix, "/"), (.prefix, "/aaa"), (.prefix, "/aaa/bbb")], [("/aaa/bbb", 2)]),
        Row([(.prefix, "/"), (.prefix, "/aaa"), (.prefix, "/aaa/bbb")], [("/ccc", 0)]),
        Row([(.prefix, "/aaa")], [("/ccc", nil)]),
        Row([(.prefix, "/foo"), (.exact, "/foo")], [("/foo", 1)]),
        // What the text beside the tables says: paths are compared by case, exact comes before prefix where
        // both are as long, else the longest wins, and what is implementation-specific is a prefix here.
        Row([(.exact, "/Foo")], [("/foo", nil), ("/Foo", 0)]),
        Row([(.exact, "/foo/"), (.prefix, "/foo")], [("/foo/", 0), ("/foo", 1), ("/foo/bar", 1)]),
        Row([(.exact, "/"), (.prefix, "/")], [("/", 0), ("/a", 1)]),
        Row([(.implementationSpecific, "/foo")], [("/foo", 0), ("/foo/bar", 0), ("/foobar", nil)]),
        // A path is compared as it is meant, not as it is written.
        Row([(.prefix, "/foo")], [("/%66oo", 0), ("/bar/../foo", 0), ("//foo", 0), ("/foo/../bar", nil)]),
        Row([(.prefix, "/a.b")], [("/a.b", 0), ("/axb", nil)]),
        Row([(.exact, "/a+b(c)*")], [("/a+b(c)*", 0), ("/aab(c)", nil)]),
    ]

    static let hostRows: [(host: String, asked: String, isTaken: Bool)] = [
        ("*.foo.test", "bar.foo.test", true),
        ("*.foo.test", "baz.bar.foo.test", false),
        ("*.foo.test", "foo.test", false),
        ("*.foo.test", "BAR.Foo.test", true),
        ("*.foo.test", "bar.foo.test:8080", true),
    ]

    @Test func eachRowIsServedAsItSays() async throws {
        var ingresses: [Ingress] = []
        var backends: [NamedBackend] = []
        for index in 0..<3 { backends.append(try await NamedBackend.start("taker-\(index)")) }
        for (number, row) in Self.rows.enumerated() {
            let paths = row.paths.enumerated().map { index, path in
                HTTPIngressPath(path: path.path, pathType: path.type, backend: .service("taker-\(index)"))
            }
            ingresses.append(
                Ingress(
                    "row-\(number)",
                    [IngressRule(host: "row-\(number).test", http: HTTPIngressRuleValue(paths: paths))]))
        }
        let objects = IngressObjects(ingresses, backends: backends)
        try await ServedCluster.serve(objects) { cluster async throws in
            #expect(cluster.plan.problems.isEmpty)
            for (number, row) in Self.rows.enumerated() {
                for (path, taker) in row.requests {
                    let answer = try await cluster.get(path, host: "row-\(number).test")
                    let what: Comment = "row \(number): \(row.paths), asked for \(path)"
                    #expect(answer.backend == taker.map { "taker-\($0)" }, what)
                    if taker == nil {
                        #expect(answer.status == 404, what)
                        #expect(answer.body.contains("default backend - 404"), what)
                    } else {
                        #expect(answer.requestLine == "GET \(path)", what)
                    }
                }
            }
        }
    }

    @Test func eachRowOfHostsIsServedAsItSays() async throws {
        let backend = try await NamedBackend.start("taker")
        let objects = IngressObjects(
            [Ingress("wildcard", [IngressRule("*.foo.test", .prefix("/", "taker"))])], backends: [backend])
        try await ServedCluster.serve(objects) { cluster async throws in
            for row in Self.hostRows {
                let answer = try await cluster.get("/", host: row.asked)
                #expect(answer.backend == (row.isTaken ? "taker" : nil), "\(row)")
                if !row.isTaken { #expect(answer.status == 404, "\(row)") }
            }
        }
    }
}
