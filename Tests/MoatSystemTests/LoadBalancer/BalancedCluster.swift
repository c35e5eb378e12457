import Foundation
import Glibc
import MoatModel
import Testing

@testable import MoatLab

/// A lab's Kubernetes API, and load balancers that follow it, in the balancer's namespace of a
/// `BalancedNetwork`.
final class BalancedCluster {
    private let network: BalancedNetwork
    private let directory: URL
    private let server: KubernetesAPIServer
    private var balancers: [String: Int32] = [:]

    private static let token = "test-token"

    /// Runs `body` with a cluster in a network; both are gone then.
    static func with(_ body: (BalancedNetwork, BalancedCluster) throws -> Void) async throws {
        let network = try BalancedNetwork.built()
        defer { network.close() }
        let cluster = try await BalancedCluster(in: network)
        let result = Result { try body(network, cluster) }
        try await cluster.close()
        try result.get()
    }

    private init(in network: BalancedNetwork) async throws {
        self.network = network
        let directory = URL(filePath: NSTemporaryDirectory()).appending(path: SystemLab.uniqueName())
        self.directory = directory
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let authority = directory.appending(path: "authority").path
        try LabAuthority(now: .now).write(to: authority, trust: directory.appending(path: "trust").path)
        let address = Rules.address("127.0.0.1")
        let socket = try network.host("balancer").withNamespace { try ListeningSocket.bound(to: address, port: 0) }
        server = try await KubernetesAPIServer.start(
            .init(addresses: [address], authorityFolder: authority, token: Self.token), sockets: [socket])
        try server.writeKubeconfig(
            to: directory.appending(path: "kubeconfig").path, server: "https://127.0.0.1:\(server.port)")
        try post("namespaces", #"{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "web"}}"#)
    }

    private func close() async throws {
        for pid in balancers.values { Self.end(pid) }
        try await server.stop()
        try? FileManager.default.removeItem(at: directory)
    }

    private static func start(
        _ arguments: [String], in network: BalancedNetwork, log: URL, _ name: String
    ) throws -> Int32 {
        let null = try Descriptor.open("/dev/null", O_RDWR)
        let output = try Descriptor.open(log.appending(path: "\(name).log").path, O_WRONLY | O_CREAT | O_APPEND)
        defer {
            null.close()
            output.close()
        }
        let numbers = (null.number, output.number)
        return try network.host("balancer").withNamespace {
            try ChildProcess.spawn(arguments, input: numbers.0, output: numbers.1, error: numbers.1).pid
        }
    }

    private static func end(_ pid: Int32) {
        Glibc.kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
    }

    // MARK: The API

    @discardableResult
    private func request(_ path: String, _ options: String...) throws -> String {
        let result = try Command(
            [
                "curl", "--silent", "--show-error", "--fail", "--max-time", "20", "--noproxy", "*", "--cacert",
                directory.appending(path: "trust/ca-certificates.crt").path, "--header",
                "Authorization: Bearer \(Self.token)", "--header", "Content-Type: application/json",
            ] + options + ["https://127.0.0.1:\(server.port)\(path.hasPrefix("/") ? path : "/api/v1/\(path)")"],
            in: network.host("balancer"),
            timeLimit: .seconds(30)
        ).run()
        guard result.status == 0 else { throw SystemTestError("\(path): \(result.error)") }
        return result.output
    }

    /// Makes an object, as kubectl would. The path is within `/api/v1/`, or begins with `/`.
    func post(_ path: String, _ json: String) throws {
        try request(path, "--data", json)
    }

    /// Replaces an object.
    func put(_ path: String, _ json: String) throws {
        try request(path, "--request", "PUT", "--data", json)
    }

    /// Lets the cluster have these pods behind the Service, and no others.
    func run(pods addresses: [String], ready: Bool = true) throws {
        try server.update(pods: addresses.map { pod($0, isReady: ready) }, nodes: [])
    }

    /// Says of one pod whether it is ready, and of no others anything.
    func show(pod address: String, isReady: Bool) throws {
        try server.update([pod(address, isReady: isReady)])
    }

    private func pod(_ address: String, isReady: Bool) -> KubernetesPod {
        KubernetesPod(
            name: "pod-\(address.split(separator: ".").last ?? "")", namespace: "web", labels: ["app": "ingress"],
            address: Rules.address(address), nodeName: "node", isReady: isReady, startedAt: 0)
    }

    /// What the API does wrong on purpose.
    var faults: APIFaults {
        get { server.faults }
        set { server.faults = newValue }
    }

    func cutConnections() {
        server.cutConnections()
    }

    func compact() {
        server.compact()
    }

    /// How large a balancer is.
    func size(of name: String) throws -> ProcessSize {
        try ProcessSize(of: try #require(balancers[name]))
    }

    /// Lets the cluster have nodes with one pod each on some of them.
    func run(nodes addresses: [String], podsOn those: [String]) throws {
        let nodes = addresses.map {
            KubernetesNode(name: "node-\($0)", address: Rules.address($0), startedAt: 0)
        }
        let pods = those.map { address in
            KubernetesPod(
                name: "pod-on-\(address)", namespace: "web", labels: ["app": "ingress"],
                address: Rules.address("10.244.0.\(address.split(separator: ".").last ?? "")"),
                nodeName: "node-\(address)", startedAt: 0)
        }
        try server.update(pods: pods, nodes: nodes)
    }

    /// Runs kubectl beside the API.
    @discardableResult
    func kubectl(_ arguments: String..., input: String = "") throws -> String {
        let program = try #require(Kubectl.preferred)
        let kubeconfig = directory.appending(path: "kubeconfig").path
        let result = try Command(
            [program.path] + program.options(kubeconfig: kubeconfig) + arguments, in: network.host("balancer"),
            input: input, timeLimit: .seconds(60)
        ).run()
        guard result.status == 0 else { throw SystemTestError("kubectl \(arguments): \(result.error)") }
        return result.output
    }

    /// What happened, as JSON.
    func events() throws -> String {
        try request("namespaces/web/events")
    }

    func address() throws -> String? {
        let service = try JSONParser.parse(Array(request("namespaces/web/services/ingress").utf8)).value
        return service[["status", "loadBalancer", "ingress"]]?.array?.first?["ip"]?.string
    }

    func waitForAddress(_ address: String) throws {
        guard try waits({ try self.address() == address }) else {
            throw SystemTestError("the Service gets no address \(address); the balancers said:\n\(said())")
        }
    }

    func waits(within limit: Duration = .seconds(120), _ isDone: () throws -> Bool) throws -> Bool {
        try Deadline(in: limit).wait(every: 50) { try isDone() }
    }

    // MARK: Balancers

    func startBalancer(
        _ name: String, subnet: String = "ing-4-subnet=10.0.4.0/24", _ options: String...
    ) throws {
        let moat = try #require(SystemLab.moat)
        balancers[name] = try Self.start(
            [
                moat, "lb", "run", "--kubeconfig", directory.appending(path: "kubeconfig").path, "--subnet",
                subnet, "--lease-duration", "3", "--socket", socket(name),
            ] + options, in: network, log: directory, name)
    }

    /// Starts an ingress controller, at the ports 80 and 443 of the balancer.
    func startIngress(_ name: String) throws {
        let moat = try #require(SystemLab.moat)
        balancers[name] = try Self.start(
            [
                moat, "ingress", "run", "--kubeconfig", directory.appending(path: "kubeconfig").path, "--lease",
                "web/ingress", "--lease-duration", "3", "--socket", socket(name), "--runtime-directory",
                runtime(name), "--publish-service", "web/ingress",
            ], in: network, log: directory, name)
    }

    /// What `moat ingress` shows, as JSON; empty where the controller does not answer.
    func showIngress(_ name: String) throws -> String {
        let moat = try #require(SystemLab.moat)
        return try Command([moat, "ingress", "--socket", socket(name), "--output", "json"]).run().output
    }

    /// Tells an ingress controller to stop, and waits until it has.
    func stopIngress(_ name: String) throws {
        guard let pid = balancers[name] else { return }
        Glibc.kill(pid, SIGTERM)
        var status: Int32 = 0
        guard try waits({ waitpid(pid, &status, WNOHANG) == pid }) else {
            throw SystemTestError("the ingress controller does not stop; it said:\n\(said())")
        }
        balancers[name] = nil
        guard status == 0 else { throw SystemTestError("the ingress controller ends with \(status): \(said())") }
    }

    private func runtime(_ name: String) -> String { directory.appending(path: "run-\(name)").path }

    func kill(_ name: String) {
        if let pid = balancers.removeValue(forKey: name) { Self.end(pid) }
    }

    /// What `moat lb` shows; empty where the balancer does not answer.
    func show(_ name: String) throws -> String {
        let moat = try #require(SystemLab.moat)
        return try Command([moat, "lb", "--socket", socket(name)]).run().output
    }

    private func socket(_ name: String) -> String { directory.appending(path: "\(name).sock").path }

    /// What the balancers said on standard error.
    func said() -> String {
        balancers.keys.sorted().compactMap {
            try? String(contentsOf: directory.appending(path: "\($0).log"), encoding: .utf8)
        }.joined()
    }
}
