import Foundation
import MoatLab
import MoatModel

/// `moat serve` in the gateway of a bench network, with a policy of so many rules.
final class BenchDaemon {
    let socket: String
    let process: Process
    private let directory: URL

    init(in network: BenchNetwork, moat: String, resources: [Resource], arguments: [String] = []) throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("moat-bench-\(network.name)")
        try? FileManager.default.removeItem(at: directory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        socket = directory.appendingPathComponent("moat.sock").path
        process = try network.start(
            "gateway",
            [
                moat, "serve", "--firewall", BenchPolicy.firewall, "--public-interface", "eth0", "--private-interface",
                "eth1", "--state", directory.appendingPathComponent("state").path, "--socket", socket,
                "--log-directory", directory.appendingPathComponent("logs").path, "--new-flows-per-source", "0",
            ] + arguments, log: directory.appendingPathComponent("serve.log"))
        try waitUntilReady()
        _ = try apply(resources)
    }

    func close() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: directory)
    }

    private func waitUntilReady() throws {
        for _ in 0..<200 {
            if (try? UnixHTTP.request("GET", "/healthz", socket: socket))?.status == 200 { return }
            usleep(50_000)
        }
        let log = (try? String(contentsOf: directory.appendingPathComponent("serve.log"), encoding: .utf8)) ?? ""
        throw BenchError("moat serve did not come up: \(log)")
    }

    static func body(_ resources: [Resource]) -> Data {
        var body = Data()
        for resource in resources {
            body.append(resource.manifest.jsonData())
            body.append(UInt8(ascii: "\n"))
        }
        return body
    }

    /// Applies resources; returns the milliseconds from just before the request was sent
    /// until the answer was there.
    @discardableResult
    func apply(_ resources: [Resource]) throws -> Double {
        let clock = ContinuousClock()
        let body = Self.body(resources)
        let start = clock.now
        let answer = try UnixHTTP.request("POST", "/v1/apply", body: body, socket: socket)
        guard answer.status == 200 else { throw BenchError("apply: \(answer.status) \(answer.body.prefix(400))") }
        return (clock.now - start) / .milliseconds(1)
    }

    /// Resident memory now and at its highest, in megabytes, from /proc.
    func memory() throws -> (now: Double, highest: Double) {
        // The process that was started is `ip netns exec`, which became moat.
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        func value(_ name: String) -> Double {
            let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
            return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) } ?? 0) / 1024
        }
        return (value("VmRSS:"), value("VmHWM:"))
    }
}
