import Foundation
import Glibc
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    /// Backends that fail, and what Services say of their traffic, through `moat lb run` with real
    /// packets.
    @Suite struct LoadBalancerProbeTests {
        private static let internalService = #"service.beta.kubernetes.io/azure-load-balancer-internal: "true""#

        private func service(_ spec: String, named name: String = "ingress", annotations: [String] = []) -> String {
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: \(name)
              namespace: web
              annotations: {\(([Self.internalService] + annotations).joined(separator: ", "))}
            spec: {type: LoadBalancer, selector: {app: ingress}, \(spec)}
            """
        }

        /// What the client gets at the address; nil where no answer comes in time.
        private func get(_ network: BalancedNetwork) throws -> String? {
            let result = try Command(
                ["curl", "--silent", "--max-time", "3", "--noproxy", "*", "http://10.0.4.4/"],
                in: network.host("client"), timeLimit: .seconds(10)
            ).run()
            return result.status == 0 ? result.output : nil
        }

        /// Answers HTTP, but only after so long that no probe waits for it.
        private static let slow = """
            import http.server, time
            class Slow(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    time.sleep(30)
            server = http.server.ThreadingHTTPServer(("10.0.5.8", 8080), Slow)
            server.daemon_threads = True
            print("ready", flush=True)
            server.serve_forever()
            """

        @Test func backendsThatHangOrAreSlowAreTakenOutAndComeBack() async throws {
            try await BalancedCluster.with { network, cluster throws in
                let hanging = try network.serve(8080, at: "10.0.5.7")
                let slow = try Responding(
                    [try #require(Program.path(of: "python3")), "-c", Self.slow], in: network.host("10.0.5.8"))
                let sound = try network.serve(8080, at: "10.0.5.9")
                defer { withExtendedLifetime((slow, sound)) {} }
                func shows(_ backend: String, _ state: String) throws -> Bool {
                    try cluster.waits { try cluster.show("a").contains("\(backend):8080  \(state)") }
                }
                try cluster.kubectl(
                    "apply", "-f", "-",
                    input: service(
                        "ports: [{port: 80, targetPort: 8080}]",
                        annotations: ["service.beta.kubernetes.io/azure-load-balancer-health-probe-protocol: http"]))
                try cluster.run(pods: BalancedNetwork.backends)
                try cluster.startBalancer("a")
                try cluster.waitForAddress("10.0.4.4")
                hanging.pause(true)
                #expect(try shows("10.0.5.7", "down"))
                #expect(try shows("10.0.5.8", "down"))
                for _ in 0..<20 { #expect(try get(network)?.contains("10.0.5.9") == true) }
                let events = try cluster.kubectl("get", "events", "-n", "web")
                #expect(events.contains("UnhealthyBackend"), "\(events)")

                // All are down: who is connected stays so, others are refused at once.
                let link = try TCPProbe(from: network.host("client"), to: Rules.address("10.0.4.4"), port: 80)
                link.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(link.receive()?.contains("10.0.5.9") == true)
                sound.pause(true)
                #expect(try shows("10.0.5.9", "down"))
                let refusal = #expect(throws: TCPProbe.Failure.self) {
                    try TCPProbe(from: network.host("client"), to: Rules.address("10.0.4.4"), port: 80)
                }
                #expect(refusal == .refused)
                sound.pause(false)
                hanging.pause(false)
                #expect(try shows("10.0.5.9", "up"))
                #expect(try shows("10.0.5.7", "up"))
                link.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(link.receive()?.contains("10.0.5.9") == true)
                var answered: Set<String> = []
                #expect(
                    try cluster.waits {
                        let answer = try get(network) ?? ""
                        answered.formUnion(BalancedNetwork.backends.filter(answer.contains))
                        return answered == ["10.0.5.7", "10.0.5.9"]
                    })

                // It falls again, and is taken out again.
                hanging.end()
                #expect(try shows("10.0.5.7", "down"))
            }
        }

        @Test func affinityKeepsAClientAtItsBackendWithBothProtocolsOnOneAddress() async throws {
            try await BalancedCluster.with { network, cluster throws in
                let servers = try BalancedNetwork.backends.map { try network.serve(8080, at: $0) }
                defer { withExtendedLifetime(servers) {} }
                try network.listen(53, type: SOCK_DGRAM)
                try cluster.kubectl(
                    "apply", "-f", "-",
                    input: service(
                        "sessionAffinity: ClientIP, ports: [{name: web, port: 80, targetPort: 8080}, "
                            + "{name: names, port: 53, protocol: UDP}]"))
                try cluster.run(pods: BalancedNetwork.backends)
                try cluster.startBalancer("a")
                try cluster.waitForAddress("10.0.4.4")
                #expect(try cluster.waits { try get(network) != nil })
                var backends: Set<String> = []
                for _ in 0..<20 {
                    let answer = try #require(try get(network))
                    backends.formUnion(BalancedNetwork.backends.filter(answer.contains))
                }
                #expect(backends.count == 1)
                let names = try UDPProbe(from: network.host("client"), to: Rules.address("10.0.4.4"), port: 53)
                names.send("one")
                #expect(try network.arrival(type: SOCK_DGRAM)?.client == "203.0.113.50")
            }
        }

        /// By ports of nodes: with `Cluster` every node takes traffic, with `Local` those that have a
        /// pod and say so at the Service's health-check port.
        @Test func bothTrafficPoliciesByPortsOfNodes() async throws {
            try await BalancedCluster.with { network, cluster throws in
                let nodes = BalancedNetwork.backends
                try cluster.run(nodes: nodes, podsOn: ["10.0.5.8"])
                try cluster.kubectl(
                    "apply", "-f", "-", input: service("ports: [{port: 80, targetPort: 8080, nodePort: 30080}]"))
                let servers = try nodes.map { try network.serve(30080, at: $0) }
                defer { withExtendedLifetime(servers) {} }
                try cluster.startBalancer("a", "--targets", "nodePorts")
                try cluster.waitForAddress("10.0.4.4")
                func waitForNodes(_ those: Set<String>) throws -> Bool {
                    try cluster.waits {
                        var answered: Set<String> = []
                        for _ in 0..<30 {
                            let answer = try get(network) ?? ""
                            answered.formUnion(nodes.filter(answer.contains))
                        }
                        return answered == those
                    }
                }
                #expect(try waitForNodes(Set(nodes)))
                try cluster.kubectl(
                    "patch", "service", "ingress", "-n", "web", "-p",
                    #"{"spec": {"externalTrafficPolicy": "Local"}}"#)
                let text = try cluster.kubectl(
                    "get", "service", "ingress", "-n", "web", "-o", "jsonpath={.spec.healthCheckNodePort}")
                let port = try #require(UInt16(text))
                let health = try network.serve(port, at: "10.0.5.8")
                defer { withExtendedLifetime(health) {} }
                #expect(try waitForNodes(["10.0.5.8"]))
            }
        }

        @Test func conflictsAndExhaustionAreEvents() async throws {
            try await BalancedCluster.with { _, cluster throws in
                let ports = "ports: [{port: 80}]"
                // A /29 has three addresses: the first four and the last are kept, as in Azure.
                let services = ["a", "b", "c", "d"].map { service(ports, named: $0) }.joined(separator: "\n---\n")
                try cluster.kubectl("apply", "-f", "-", input: services)
                try cluster.startBalancer("a", subnet: "small=10.0.4.0/29")
                func shows(_ text: String) throws -> Bool {
                    try cluster.waits { try cluster.kubectl("get", "events", "-n", "web").contains(text) }
                }
                #expect(try shows("SubnetExhausted"))
                let address = "service.beta.kubernetes.io/azure-load-balancer-ipv4: 10.0.4.4"
                try cluster.kubectl("apply", "-f", "-", input: service(ports, named: "e", annotations: [address]))
                #expect(try shows("AddressConflict"))
                let given = try cluster.kubectl(
                    "get", "services", "-n", "web", "-o",
                    "jsonpath={.items[*].status.loadBalancer.ingress[*].ip}")
                #expect(given.split(separator: " ").sorted() == ["10.0.4.4", "10.0.4.5", "10.0.4.6"])
            }
        }
    }
}
