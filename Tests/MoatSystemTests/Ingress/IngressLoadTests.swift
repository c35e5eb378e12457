import Foundation
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    /// What changes while clients keep asking, over connections that they keep, costs no request.
    @Suite(.enabled(if: WrkLoad.isInstalled, "wrk is not installed"))
    struct IngressLoadTests {
        private static let connections = 16

        /// A host by HTTP and one by HTTPS, for which pods answer with their addresses.
        private struct Scene {
            let network: BalancedNetwork
            let cluster: BalancedCluster
            let folder: TemporaryFolder
            let pods: [Responding]

            /// Both kinds of load while `body` runs.
            func underLoad(_ body: () throws -> Void) throws -> [WrkLoad.Result] {
                let loads = try ["http://plain.example/", "https://shop.example/"].map { url in
                    try WrkLoad(
                        url, at: BalancedNetwork.address, connections: connections, from: network.host("client"),
                        in: folder)
                }
                try body()
                return try loads.map { try $0.stop() }
            }

            /// The pod that answers a client, or what the status is otherwise.
            func ask(_ host: String) throws -> String {
                let output = try network.ask(host).split(separator: " ")
                return String((output.last == "200" ? output.first : output.last) ?? "")
            }

            /// Waits until clients are answered by these pods and no others.
            func isServed(by pods: Set<String>) throws -> Bool {
                try cluster.waits { Set(try (0..<12).map { _ in try ask("plain.example") }) == pods }
            }

            /// Waits until a client is shown a certificate of that name.
            func shows(certificate name: String) throws -> Bool {
                let client = Command(
                    [
                        "openssl", "s_client", "-connect", "\(BalancedNetwork.address):443", "-servername",
                        "shop.example",
                    ],
                    in: network.host("client"), timeLimit: .seconds(30))
                return try cluster.waits { try client.run().output.contains("CN = \(name)\n") }
            }

            /// The Secret of the host by HTTPS, with a new certificate of that name.
            func secret(certificate name: String) throws -> String {
                let (key, chain) = ("\(folder.path)/\(name).key", "\(folder.path)/\(name).pem")
                let result = try Command([
                    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-keyout", key, "-out", chain, "-subj", "/CN=\(name)", "-addext",
                    "subjectAltName=DNS:shop.example", "-days", "2",
                ]).run()
                guard result.status == 0 else { throw SystemTestError("openssl: \(result.error)") }
                func text(_ path: String) throws -> String {
                    try Data(contentsOf: URL(filePath: path)).base64EncodedString()
                }
                return """
                    {"apiVersion": "v1", "kind": "Secret", "metadata": {"namespace": "web", "name": "shop"},
                     "type": "kubernetes.io/tls",
                     "data": {"tls.crt": "\(try text(chain))", "tls.key": "\(try text(key))"}}
                    """
            }
        }

        private func with(_ body: (Scene) throws -> Void) async throws {
            try await BalancedCluster.with { network, cluster throws in
                let scene = Scene(
                    network: network, cluster: cluster, folder: try TemporaryFolder(),
                    pods: try BalancedNetwork.backends.map { try network.serve(8080, at: $0) })
                try cluster.postApplication()
                try cluster.run(pods: BalancedNetwork.backends)
                try cluster.post("namespaces/web/secrets", scene.secret(certificate: "first"))
                try cluster.postIngress("plain")
                try cluster.postIngress("shop", secret: "shop")
                try cluster.startIngress("a")
                #expect(try scene.isServed(by: Set(BalancedNetwork.backends)), "\(cluster.said())")
                #expect(try scene.shows(certificate: "first"), "\(cluster.said())")
                try body(scene)
                try cluster.stopIngress("a")
            }
        }

        @Test func endpointsCertificatesAndIngressesChangeWithoutAFailure() async throws {
            try await with { scene in
                let results = try scene.underLoad {
                    for pods in [["10.0.5.7"], ["10.0.5.8", "10.0.5.9"], BalancedNetwork.backends] {
                        try scene.cluster.run(pods: pods)
                        #expect(try scene.isServed(by: Set(pods)))
                    }
                    for name in ["second", "third"] {
                        try scene.cluster.put("namespaces/web/secrets/shop", scene.secret(certificate: name))
                        #expect(try scene.shows(certificate: name))
                    }
                    for number in 0..<4 {
                        try scene.cluster.postIngress("new-\(number)")
                        #expect(
                            try scene.cluster.waits {
                                try scene.ask("new-\(number).example").hasPrefix("10.0.5.")
                            })
                    }
                }
                print("changes of an ingress controller under load: \(results)")
                #expect(
                    results.allSatisfy { $0.requests > 100 && $0.failed == 0 }, "\(results)\n\(scene.cluster.said())")
            }
        }

        @Test func aKilledBackendCostsAtMostWhatIsInFlight() async throws {
            try await with { scene in
                let results = try scene.underLoad {
                    // Some of them are on their way through it.
                    sleep(1)
                    scene.pods[2].end()
                    sleep(1)
                    try scene.cluster.run(pods: ["10.0.5.7", "10.0.5.8"])
                    #expect(try scene.isServed(by: ["10.0.5.7", "10.0.5.8"]))
                }
                print("a backend of an ingress controller is killed under load: \(results)")
                #expect(
                    results.allSatisfy { $0.requests > 100 && $0.failed <= Self.connections },
                    "\(results)\n\(scene.cluster.said())")
            }
        }
    }
}
