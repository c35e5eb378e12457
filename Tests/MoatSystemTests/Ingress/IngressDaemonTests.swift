import Foundation
import Glibc
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    /// `moat ingress run` between a cluster's API, real requests and pods that answer them.
    @Suite struct IngressDaemonTests {
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
                    try cluster.postApplication()
                    try cluster.run(pods: ["10.0.5.7"])
                    try cluster.startIngress("a")
                    // Before there is an Ingress, the default backend answers.
                    #expect(
                        try cluster.waits { try network.ask("shop.example").hasSuffix(" 404") }, "\(cluster.said())")

                    try cluster.postIngress("shop")
                    #expect(
                        try cluster.waits { try network.ask("shop.example") == "10.0.5.7 200" }, "\(cluster.said())")
                    #expect(try network.ask("other.example").hasSuffix(" 404"))

                    // Other endpoints need no reload.
                    let before = try Report(cluster.showIngress("a"))
                    try cluster.run(pods: ["10.0.5.8"])
                    #expect(try cluster.waits { try network.ask("shop.example") == "10.0.5.8 200" })
                    let after = try Report(cluster.showIngress("a"))
                    #expect(after.nginx.reloads == before.nginx.reloads && after.nginx.pid == before.nginx.pid)

                    // What could break out is told, and breaks nothing.
                    try cluster.postIngress(
                        "hostile", annotations: #"{"nginx.ingress.kubernetes.io/server-snippet": "} evil {"}"#)
                    #expect(try cluster.waits { try cluster.events().contains("server-snippet") }, "\(cluster.said())")
                    #expect(try network.ask("shop.example") == "10.0.5.8 200")

                    let master = try #require(after.nginx.pid)
                    kill(master, SIGKILL)
                    #expect(
                        try cluster.waits {
                            guard let pid = try Report(cluster.showIngress("a")).nginx.pid else { return false }
                            return try pid != master && network.ask("shop.example") == "10.0.5.8 200"
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
