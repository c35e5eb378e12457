import AsyncHTTPClient
import Foundation
import MoatKubernetes
import MoatModel
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import MoatIngress

/// Objects of a cluster that a real nginx serves, at addresses of loopback that no other test has.
final class ServedCluster: Sendable {
    static let httpPort: UInt16 = 8080
    static let httpsPort: UInt16 = 8443

    let address: String
    let settings: IngressSettings
    let process: NginxProcess
    private let state: Mutex<State>

    private struct State {
        var plan: IngressPlan
        var generation: UInt64 = 1
    }

    private init(_ objects: IngressObjects, _ change: (inout IngressSettings) -> Void) throws {
        address = "127.\((64...127).randomElement() ?? 64).\(UInt8.random(in: 0...255)).\(UInt8.random(in: 1...254))"
        let directory = "/tmp/moat-nginx-\(UUID().uuidString.prefix(8))"
        var settings = IngressSettings(
            runtimeDirectory: directory, defaultCertificate: try DefaultCertificate.selfSigned(now: Date()))
        settings.listenAddresses = [IPAddress(address)].compactMap { $0 }
        settings.httpPort = Self.httpPort
        settings.httpsPort = Self.httpsPort
        settings.workerProcesses = 2
        change(&settings)
        self.settings = settings
        state = Mutex(State(plan: IngressPlan(objects, settings)))
        process = try NginxProcess(directory: directory)
    }

    /// Serves the objects while `body` runs.
    static func serve(
        _ objects: IngressObjects, settings change: (inout IngressSettings) -> Void = { _ in },
        _ body: (ServedCluster) async throws -> Void
    ) async throws {
        let cluster = try ServedCluster(objects, change)
        do {
            try cluster.process.write(cluster.configuration.files)
            try await cluster.process.start()
            try await cluster.waitForGeneration()
            try await cluster.postTables()
            try await body(cluster)
            try await cluster.process.stop()
        } catch {
            let log = cluster.process.text(of: "error.log").suffix(2000)
            if !log.isEmpty { Issue.record("nginx said: \(log)") }
            await cluster.process.remove()
            throw error
        }
        await cluster.process.remove()
    }

    var plan: IngressPlan { state.withLock { $0.plan } }
    private var generation: UInt64 { state.withLock { $0.generation } }

    var configuration: NginxConfiguration { NginxConfiguration(plan, settings, generation: generation) }

    func client(tls serverName: String? = nil) -> RawClient {
        RawClient(
            address: address, port: serverName == nil ? Self.httpPort : Self.httpsPort, serverName: serverName)
    }

    func get(_ target: String, host: String, headers: [(String, String)] = []) async throws -> RawResponse {
        try await client().request("GET", target, host: host, headers: headers)
    }

    /// Serves other objects from now on: by the tables alone where they are enough, else by a reload.
    /// True where they were.
    @discardableResult
    func change(_ objects: IngressObjects) async throws -> Bool {
        let old = configuration
        state.withLock { $0.plan = IngressPlan(objects, settings) }
        if configuration.files == old.files {
            try await postTables()
            return true
        }
        state.withLock { $0.generation += 1 }
        try await postTables()
        try process.write(configuration.files)
        let workers = process.workers
        process.signal(SIGHUP)
        try await waitForGeneration()
        // Until they are gone, those of before may take a connection too.
        try await process.wait(
            until: { workers.isDisjoint(with: process.workers) }, "workers of before a reload do not end")
        return false
    }

    // MARK: Control socket

    func control(_ path: String, _ body: Data? = nil) async throws -> (status: Int, body: String) {
        let url = URL(httpURLWithSocketPath: settings.runtimeDirectory + "/control.sock", uri: path)
        var request = HTTPClientRequest(url: url?.absoluteString ?? "")
        request.headers = ["host": "localhost", "connection": "close"]
        if let body {
            request.method = .POST
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        return (Int(response.status.code), String(buffer: try await response.body.collect(upTo: 1 << 20)))
    }

    private func postTables() async throws {
        let answer = try await control("/tables?generation=\(generation)", IngressTables(plan).encoded())
        #expect(answer.status == 200, "\(answer.body)")
    }

    private struct Answer: Decodable {
        var generation: UInt64
    }

    private func waitForGeneration() async throws {
        try await process.wait(
            until: {
                guard let state = try? await control("/state") else { return false }
                return try JSONDecoder().decode(Answer.self, from: Data(state.body.utf8)).generation == generation
            }, "nginx does not come to generation \(generation)")
    }
}
