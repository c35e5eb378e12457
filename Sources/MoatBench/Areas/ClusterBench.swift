import Foundation
import Glibc
import MoatLab
import MoatModel

/// A whole cluster through its API: how long `moat lb run` takes from an empty start until every
/// Service has its address, and until a changed endpoint is in force, with all backends probed.
struct ClusterBench {
    static let area = "cluster"
    private static let services = 5000
    private static let podsOfEach = 10
    /// What the server of a bench network listens at, on all addresses.
    private static let port: UInt16 = GatewayBench.ports.lowerBound

    let gateway: GatewayBench

    func run() async throws -> [BenchRow] {
        try await run(probes: false) + run(probes: true)
    }

    private func run(probes: Bool) async throws -> [BenchRow] {
        let network = try gateway.network("cluster")
        defer { network.close() }
        // All pods are the server, which takes connections at every address of theirs.
        try network.run("server", ["ip", "route", "add", "local", "10.16.0.0/12", "dev", "lo"])
        try network.run("gateway", ["ip", "route", "add", "10.16.0.0/12", "via", BenchPolicy.server])
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("moat-bench-cluster")
        try? FileManager.default.removeItem(at: directory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let server = try await KubernetesAPIServer.start(in: network.namespace("gateway"))
        let result: Result<[BenchRow], any Error>
        do {
            result = .success(try await measure(network, server, directory, probes: probes))
        } catch {
            result = .failure(error)
        }
        try await server.stop()
        return try result.get()
    }

    private func measure(
        _ network: BenchNetwork, _ server: KubernetesAPIServer, _ directory: URL, probes: Bool
    ) async throws -> [BenchRow] {
        let kubeconfig = directory.appendingPathComponent("kubeconfig").path
        try server.writeKubeconfig(to: kubeconfig, server: "https://127.0.0.1:\(server.port)")
        gateway.say("\(Self.services) Services with \(Self.podsOfEach) pods each")
        try server.update(pods: (0..<Self.services).flatMap { Self.pods(of: $0) }, nodes: [])
        for number in 0..<Self.services { try server.create(service: Self.service(number, probes: probes)) }
        gateway.say("moat lb run from an empty start")
        let begin = ContinuousClock.now
        let balancer = try network.start(
            "gateway",
            [
                gateway.moat, "lb", "run", "--kubeconfig", kubeconfig, "--subnet", "bench=10.200.0.0/16", "--socket",
                directory.appendingPathComponent("lb.sock").path,
            ], log: directory.appendingPathComponent("lb.log"))
        var waiting = Self.services
        // Looking for an address costs the server time, which others want of it.
        let steady = try await Self.wait(within: .seconds(120), every: .milliseconds(20)) {
            while waiting > 0, server.balancedAddress(of: "s\(waiting - 1)") != nil { waiting -= 1 }
            return waiting == 0
        }
        guard let steady else {
            let log = (try? String(contentsOf: directory.appendingPathComponent("lb.log"), encoding: .utf8)) ?? ""
            throw BenchError("s\(waiting - 1) has no address after 120 s\n\(log.suffix(2000))")
        }
        let whole = (steady - begin) / .seconds(1)
        let memory = Self.resident(balancer.processIdentifier)
        var changes: [Double] = []
        for round in 1...7 {
            gateway.say("a changed endpoint, round \(round) of 7")
            changes.append(try await change(network, server))
        }
        let probed = probes ? ", each probed every 50 s" : ""
        return [
            .absolute(
                Self.area, "5,000 Services, 50,000 endpoints\(probed): all have addresses", whole, unit: "s",
                bar: .atMost(15)),
            .absolute(
                Self.area, "a changed endpoint of them\(probed) in force", changes.median, unit: "ms", bar: .atMost(100)
            ),
            .absolute(Self.area, "memory of moat lb run with them\(probed)", memory, unit: "MB", bar: .none),
        ]
    }

    /// The first Service has pods that refuse connections, and then one that takes them: the
    /// milliseconds until the first connection comes through.
    private func change(_ network: BenchNetwork, _ server: KubernetesAPIServer) async throws -> Double {
        guard let address = server.balancedAddress(of: "s0") else { throw BenchError("a Service has lost its address") }
        try server.update(Self.pods(of: 0, isReady: false))
        let client = network.namespace("client")
        let isShut = try await Self.wait(within: .seconds(30)) { try !Self.connects(client, address) }
        guard isShut != nil else { throw BenchError("a Service without endpoints takes connections") }
        // Whatever the last change led to is over.
        try await Task.sleep(for: .seconds(1))
        let begin = ContinuousClock.now
        try server.update(Self.pods(of: 0))
        guard let open = try await Self.wait(within: .seconds(30), { try Self.connects(client, address) }) else {
            throw BenchError("a Service with endpoints takes no connections")
        }
        return (open - begin) / .milliseconds(1)
    }

    /// When the condition held; nil where it did not in time.
    private static func wait(
        within limit: Duration, every interval: Duration = .milliseconds(1), _ condition: () throws -> Bool
    ) async throws -> ContinuousClock.Instant? {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if try condition() { return .now }
            try await Task.sleep(for: interval)
        }
        return nil
    }

    private static func connects(_ client: NetworkNamespace, _ address: IPAddress) throws -> Bool {
        do {
            _ = try TCPProbe(from: client, to: address, port: port, timeLimit: .milliseconds(200))
            return true
        } catch is TCPProbe.Failure {
            return false
        }
    }

    private static func pods(of service: Int, isReady: Bool = true) -> [KubernetesPod] {
        (0..<podsOfEach).compactMap { index in
            let place = service * podsOfEach + index
            return IPAddress("10.\(16 + place / 62500).\(place / 250 % 250).\(place % 250 + 1)").map {
                KubernetesPod(
                    name: "p\(service)-\(index)", labels: ["app": "s\(service)"], address: $0, nodeName: "node",
                    isReady: isReady, startedAt: 0)
            }
        }
    }

    private static func service(_ number: Int, probes: Bool) -> String {
        """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s\(number)", "namespace": "default",
          "annotations": {"service.beta.kubernetes.io/azure-load-balancer-internal": "true",
          "service.beta.kubernetes.io/azure-load-balancer-health-probe-interval": "50",
          "service.beta.kubernetes.io/port_\(port)_no_probe_rule": "\(!probes)"}},
         "spec": {"type": "LoadBalancer", "selector": {"app": "s\(number)"}, "allocateLoadBalancerNodePorts": false,
          "ports": [{"port": \(port)}]}}
        """
    }

    /// In megabytes.
    private static func resident(_ process: Int32) -> Double {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) } ?? 0) / 1024
    }
}
