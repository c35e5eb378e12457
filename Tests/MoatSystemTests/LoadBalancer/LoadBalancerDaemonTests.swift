import Foundation
import MoatLab
import MoatModel
import Testing

extension SystemTests {
    /// `moat lb run` between a cluster's API and real packets.
    @Suite struct LoadBalancerDaemonTests {
        private let service = """
            {"apiVersion": "v1", "kind": "Service", "metadata": {"namespace": "web", "name": "ingress", "annotations": {
                "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
                "service.beta.kubernetes.io/azure-load-balancer-internal-subnet": "ing-4-subnet"}},
             "spec": {"type": "LoadBalancer", "selector": {"app": "ingress"}, "ports": [{"name": "http", "port": 80, "protocol": "TCP", "targetPort": 8080}]}}
            """

        @Test func aServiceGetsAnAddressAndTrafficThatReachesItsPods() async throws {
            try await BalancedCluster.with { network, cluster throws in
                try network.listen(8080)
                try cluster.post("namespaces/web/services", service)
                try cluster.run(pods: ["10.0.5.7", "10.0.5.8"])
                try cluster.startBalancer("a")
                try cluster.waitForAddress("10.0.4.4")
                let arrival = try #require(try network.connect(probes: "10.0.5.1"))
                #expect(arrival.client == "203.0.113.50")
                #expect(["10.0.5.7", "10.0.5.8"].contains(arrival.backend))

                // Endpoints that change are in force at once.
                try cluster.run(pods: ["10.0.5.9"])
                #expect(try cluster.waits { try network.connect(probes: "10.0.5.1")?.backend == "10.0.5.9" })
                let shown = try cluster.show("a")
                #expect(shown.contains("web/ingress"))
                #expect(shown.contains("10.0.4.4:80/tcp"))
                #expect(shown.contains("10.0.5.9:8080"))
                #expect(try cluster.waits { try cluster.events().contains("EnsuredLoadBalancer") })
            }
        }

        /// The leader is killed: another takes over within the lease's time, and no address changes.
        @Test func anotherTakesOverFromALeaderThatIsKilled() async throws {
            try await BalancedCluster.with { network, cluster throws in
                try network.listen(8080)
                try cluster.post("namespaces/web/services", service)
                try cluster.run(pods: ["10.0.5.7"])
                try cluster.startBalancer("a")
                try cluster.waitForAddress("10.0.4.4")
                try cluster.startBalancer("b")
                #expect(try cluster.waits { try cluster.show("b").contains("standing by") })
                cluster.kill("a")
                #expect(try network.connect(probes: "10.0.5.1")?.backend == "10.0.5.7")
                #expect(try cluster.waits { try cluster.show("b").hasPrefix("leading") })
                try cluster.run(pods: ["10.0.5.8"])
                #expect(try cluster.waits { try network.connect(probes: "10.0.5.1")?.backend == "10.0.5.8" })
                #expect(try cluster.address() == "10.0.4.4")
            }
        }
    }
}
