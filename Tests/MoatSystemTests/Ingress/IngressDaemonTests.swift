import Foundation
import Glibc
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    /// `moat ingress run` between a cluster's API, real requests and pods that answer them.
    @Suite struct IngressDaemonTests {
        private let service = """
            {"apiVersion": "v1", "kind": "Service", "metadata": {"namespace": "web", "name": "app"},
             "spec": {"selector": {"app": "ingress"}, "ports": [{"name": "http", "port": 80, "targetPort": 8080}]}}
            """
        private let ingressClass = """
            {"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": {"name": "moat"},
             "spec": {"controller": "moat.dev/ingress"}}
            """

        private func ingress(_ name: String, _ annotations: String = "{}", host: String, path: String = "/") -> String {
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
             "metadata": {"namespace": "web", "name": "\(name)", "annotations": \(annotations)},
             "spec": {"ingressClassName": "moat", "rules": [{"host": "\(host)", "http": {"paths": [
                {"path": "\(path)", "pathType": "Prefix", "backend": {"service": {"name": "app", "port": {"name": "http"}}}}]}}]}}
            """
        }

        /// The status and the body that a client gets.
        private func ask(_ network: BalancedNetwork, _ host: String, _ target: String = "/") throws -> String {
            try Command(
                [
                    "curl", "--silent", "--max-time", "20", "--header", "Host: \(host)", "--write-out", " %{http_code}",
                    "http://203.0.113.1\(target)",
                ], in: network.host("client"), timeLimit: .seconds(30)
            ).run().output
        }

        /// Pods that answer each request with their address.
        private func serving(_ network: BalancedNetwork, _ body: () throws -> Void) throws {
            let program = """
                import http.server, sys
                class Handler(http.server.BaseHTTPRequestHandler):
                    protocol_version = "HTTP/1.1"
                    def do_GET(self):
                        text = sys.argv[1].encode()
                        self.send_response(200)
                        self.send_header("Content-Length", str(len(text)))
                        self.end_headers()
                        self.wfile.write(text)
                    def log_message(self, *arguments): pass
                http.server.ThreadingHTTPServer((sys.argv[1], 8080), Handler).serve_forever()
                """
            var pods: [Int32] = []
            defer {
                for pod in pods {
                    kill(pod, SIGKILL)
                    waitpid(pod, nil, 0)
                }
            }
            let null = try Descriptor.open("/dev/null", O_RDWR)
            defer { null.close() }
            for address in BalancedNetwork.backends {
                let number = null.number
                pods.append(
                    try network.host(address).withNamespace {
                        try ChildProcess.spawn(
                            ["/usr/bin/python3", "-c", program, address], input: number, output: number, error: 2
                        ).pid
                    })
            }
            try body()
        }

        @Test func requestsReachPodsByHostAndTheControllerOutlivesNginx() async throws {
            try await BalancedCluster.with { network, cluster throws in
                try serving(network) {
                    try cluster.post("/apis/networking.k8s.io/v1/ingressclasses", ingressClass)
                    try cluster.post("namespaces/web/services", service)
                    try cluster.run(pods: ["10.0.5.7"])
                    try cluster.startIngress("a")
                    // Before there is an Ingress, the default backend answers.
                    #expect(
                        try cluster.waits { try ask(network, "shop.example").hasSuffix(" 404") }, "\(cluster.said())")

                    let ingresses = "/apis/networking.k8s.io/v1/namespaces/web/ingresses"
                    try cluster.post(ingresses, ingress("shop", host: "shop.example"))
                    #expect(
                        try cluster.waits { try ask(network, "shop.example") == "10.0.5.7 200" }, "\(cluster.said())")
                    #expect(try ask(network, "other.example").hasSuffix(" 404"))

                    // Other endpoints need no reload.
                    let before = try Report(cluster.showIngress("a"))
                    try cluster.run(pods: ["10.0.5.8"])
                    #expect(try cluster.waits { try ask(network, "shop.example") == "10.0.5.8 200" })
                    let after = try Report(cluster.showIngress("a"))
                    #expect(after.nginx.reloads == before.nginx.reloads && after.nginx.pid == before.nginx.pid)

                    // What could break out is told, and breaks nothing.
                    try cluster.post(
                        ingresses,
                        ingress(
                            "hostile", #"{"nginx.ingress.kubernetes.io/server-snippet": "} evil {"}"#,
                            host: "evil.example"))
                    #expect(try cluster.waits { try cluster.events().contains("server-snippet") }, "\(cluster.said())")
                    #expect(try ask(network, "shop.example") == "10.0.5.8 200")

                    let master = try #require(after.nginx.pid)
                    kill(master, SIGKILL)
                    #expect(
                        try cluster.waits {
                            guard let pid = try Report(cluster.showIngress("a")).nginx.pid else { return false }
                            return try pid != master && ask(network, "shop.example") == "10.0.5.8 200"
                        }, "\(cluster.said())")
                    try cluster.stopIngress("a")
                }
            }
        }

        /// What of a report is looked at.
        private struct Report: Decodable {
            struct Nginx: Decodable {
                var pid: Int32?
                var reloads: Int
            }

            var nginx: Nginx

            init(_ text: String) throws {
                self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
            }
        }
    }
}
