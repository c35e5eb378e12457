import Foundation
import MoatModel
import Testing

@testable import MoatLab

extension SystemTests {
    /// The cluster's API fails in every way that it can; traffic must not notice. Each runs under
    /// a steady load of new connections. `MOAT_LARGE=1` makes the API stay away for a minute.
    @Suite struct LoadBalancerFaultTests {
        private static let seconds = ProcessInfo.processInfo.environment["MOAT_LARGE"] == nil ? 6 : 60
        private let service = """
            {"apiVersion": "v1", "kind": "Service", "metadata": {"namespace": "web", "name": "ingress", "annotations": {
                "service.beta.kubernetes.io/azure-load-balancer-internal": "true"}},
             "spec": {"type": "LoadBalancer", "selector": {"app": "ingress"}, "ports": [{"port": 80, "targetPort": 8080}]}}
            """

        /// Three pods behind 10.0.4.4 and a load on it; no connection of it may fail.
        private func underLoad(_ body: (BalancedCluster) throws -> Void) async throws {
            try await BalancedCluster.with { network, cluster throws in
                let servers = try BalancedNetwork.backends.map { try network.serve(8080, at: $0) }
                defer { withExtendedLifetime(servers) {} }
                try cluster.post("namespaces/web/services", service)
                try cluster.run(pods: BalancedNetwork.backends)
                try cluster.startBalancer("a")
                try cluster.waitForAddress("10.0.4.4")
                #expect(try shows(cluster, BalancedNetwork.backends))
                let load = ConnectionLoad(
                    from: network.host("client"), to: "10.0.4.4", port: 80, rate: 100, limit: .seconds(10))
                let outcome = Result { try body(cluster) }
                let result = load.stop()
                try outcome.get()
                #expect(result.failed == 0 && result.connected > 0, "\(result)\n\(cluster.said())")
            }
        }

        /// Waits until these backends are in force, and no others.
        private func shows(_ cluster: BalancedCluster, _ backends: [String]) throws -> Bool {
            try cluster.waits(within: .seconds(120)) {
                let shown = try cluster.show("a")
                return BalancedNetwork.backends.allSatisfy {
                    shown.contains("\($0):8080  up") == backends.contains($0)
                }
            }
        }

        @Test func anAPIThatIsAway() async throws {
            try await underLoad { cluster in
                cluster.faults.refusesConnections = true
                sleep(UInt32(Self.seconds))
                try cluster.run(pods: ["10.0.5.7", "10.0.5.8"])
                cluster.faults.refusesConnections = false
                #expect(try shows(cluster, ["10.0.5.7", "10.0.5.8"]))
                #expect(try cluster.address() == "10.0.4.4")
            }
        }

        @Test func watchesThatAreCutEverySecond() async throws {
            try await underLoad { cluster in
                cluster.faults.watchLifetime = .seconds(1)
                let end = Deadline(in: .seconds(Self.seconds))
                var pods = ["10.0.5.7"]
                repeat {
                    try cluster.run(pods: pods)
                    #expect(try shows(cluster, pods))
                    pods = pods.count == 1 ? ["10.0.5.8", "10.0.5.9"] : ["10.0.5.7"]
                } while !end.hasPassed
            }
        }

        @Test func versionsThatAreGone() async throws {
            try await underLoad { cluster in
                cluster.faults.expiresVersions = true
                cluster.cutConnections()
                try cluster.run(pods: ["10.0.5.9"])
                #expect(try shows(cluster, ["10.0.5.9"]))
                cluster.faults.expiresVersions = false
                cluster.compact()
                cluster.cutConnections()
                try cluster.run(pods: BalancedNetwork.backends)
                #expect(try shows(cluster, BalancedNetwork.backends))
            }
        }

        @Test func answersThatAreSlowOrErrors() async throws {
            try await underLoad { cluster in
                cluster.faults.delay = .seconds(2)
                cluster.cutConnections()
                try cluster.run(pods: ["10.0.5.8"])
                #expect(try shows(cluster, ["10.0.5.8"]))
                cluster.faults.delay = .zero
                cluster.faults.status = 503
                cluster.cutConnections()
                sleep(UInt32(Self.seconds / 2))
                cluster.faults.status = nil
                try cluster.run(pods: ["10.0.5.7", "10.0.5.8"])
                #expect(try shows(cluster, ["10.0.5.7", "10.0.5.8"]))
            }
        }

        @Test func tenThousandChangesInABurst() async throws {
            try await underLoad { cluster in
                let before = try cluster.size(of: "a")
                for change in 0..<10_000 {
                    try cluster.show(pod: "10.0.5.9", isReady: !change.isMultiple(of: 2))
                }
                try cluster.run(pods: ["10.0.5.7", "10.0.5.8"])
                #expect(try shows(cluster, ["10.0.5.7", "10.0.5.8"]))
                let after = try cluster.size(of: "a")
                print("10,000 changes in a burst: from \(before) to \(after)")
                #expect(after.resident < before.resident + 100)
                #expect(after.descriptors < before.descriptors + 50)
            }
        }
    }
}
