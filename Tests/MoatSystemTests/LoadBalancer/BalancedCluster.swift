import Foundation
import Glibc
import MoatModel
import Testing

@testable import MoatLab

/// A cluster's API and load balancers beside a `BalancedNetwork`'s balancer, in its namespace.
final class BalancedCluster {
    private let network: BalancedNetwork
    private let directory: URL
    private let api: Int32
    private var balancers: [String: Int32] = [:]

    init(in network: BalancedNetwork) throws {
        self.network = network
        directory = URL(filePath: NSTemporaryDirectory()).appending(path: SystemLab.uniqueName())
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let program = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "cluster_api.py").path
        api = try Self.start(["/usr/bin/env", "python3", program], in: network, log: directory, "api")
        let kubeconfig = """
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: test}}]
            clusters: [{name: test, cluster: {server: "http://127.0.0.1:8001"}}]
            users: [{name: test, user: {}}]
            """
        try Data(kubeconfig.utf8).write(to: directory.appending(path: "kubeconfig"))
        guard try waits({ (try? log()) != nil }) else { throw SystemTestError("the API does not come up") }
    }

    func close() {
        for pid in Array(balancers.values) + [api] { Self.end(pid) }
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

    private func curl(_ arguments: String...) throws -> String {
        try curl(arguments)
    }

    private func curl(_ arguments: [String]) throws -> String {
        let result = try Command(
            ["curl", "--silent", "--fail", "--max-time", "5"] + arguments, in: network.host("balancer")
        ).run()
        guard result.status == 0 else { throw SystemTestError("curl \(arguments.last ?? ""): \(result.status)") }
        return result.output
    }

    /// Puts an object there as its controller would.
    func put(_ plural: String, _ json: String) throws {
        _ = try curl("--data", json, "http://127.0.0.1:8001/test/\(plural)")
    }

    /// Everything that was written, as JSON.
    func log() throws -> String {
        try curl("http://127.0.0.1:8001/test/log")
    }

    func address() throws -> String? {
        struct Answer: Decodable {
            struct Status: Decodable {
                struct LoadBalancer: Decodable {
                    struct Ingress: Decodable { var ip: String }
                    var ingress: [Ingress]?
                }
                var loadBalancer: LoadBalancer?
            }
            var status: Status?
        }
        let text = try curl("http://127.0.0.1:8001/api/v1/namespaces/web/services/ingress")
        let answer = try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
        return answer.status?.loadBalancer?.ingress?.first?.ip
    }

    func waitForAddress(_ address: String) throws {
        guard try waits({ try self.address() == address }) else {
            throw SystemTestError("the Service gets no address \(address); the balancers said:\n\(said())")
        }
    }

    func waits(_ isDone: () throws -> Bool) throws -> Bool {
        try Deadline(in: .seconds(20)).wait(every: 50) { try isDone() }
    }

    // MARK: Balancers

    func startBalancer(_ name: String) throws {
        let moat = try #require(SystemLab.moat)
        balancers[name] = try Self.start(
            [
                moat, "lb", "run", "--kubeconfig", directory.appending(path: "kubeconfig").path, "--subnet",
                "ing-4-subnet=10.0.4.0/24", "--lease-duration", "3", "--socket", socket(name),
            ], in: network, log: directory, name)
    }

    func kill(_ name: String) {
        if let pid = balancers.removeValue(forKey: name) { Self.end(pid) }
    }

    /// What `moat lb` shows; empty where the balancer does not answer.
    func show(_ name: String) throws -> String {
        let moat = try #require(SystemLab.moat)
        return try Command([moat, "lb", "--socket", socket(name)]).run().output
    }

    private func socket(_ name: String) -> String { directory.appending(path: "\(name).sock").path }

    private func said() -> String {
        balancers.keys.sorted().compactMap {
            try? String(contentsOf: directory.appending(path: "\($0).log"), encoding: .utf8)
        }.joined()
    }
}
