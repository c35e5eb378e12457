import Foundation
import Logging
import MoatKubernetes
import Testing

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Calls `body` with a client of a server at a port of loopback.
func withConfiguredClient<Value: Sendable>(
    _ server: TestServer, limits: ClientLimits = .patient,
    _ change: (inout KubernetesConfiguration) -> Void,
    _ body: (KubernetesClient) async throws -> Value
) async throws -> Value {
    var configuration = KubernetesConfiguration(server: "http://127.0.0.1:\(server.port)")
    change(&configuration)
    let client = try KubernetesClient(configuration, component: "tests", limits: limits)
    do {
        let value = try await body(client)
        await client.shutdown()
        return value
    } catch {
        await client.shutdown()
        throw error
    }
}

func withClient<Value: Sendable>(
    _ server: TestServer, limits: ClientLimits = .patient,
    _ body: (KubernetesClient) async throws -> Value
) async throws -> Value {
    try await withConfiguredClient(server, limits: limits, { _ in }, body)
}

/// Calls `body` with a folder that is gone afterwards.
func withFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("moat-k8s-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
}

extension ClientLimits {
    /// For tests that are not about time: a machine that is busy takes long.
    static var patient: ClientLimits {
        var limits = ClientLimits()
        limits.requestTime = .seconds(600)
        return limits
    }
}

/// Waits until the condition holds. What it waits for may take long on a machine that is busy.
func expectEventually(
    sourceLocation: SourceLocation = #_sourceLocation, _ condition: @Sendable () throws -> Bool
) async throws {
    for _ in 0..<6000 {
        if try condition() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("it does not become true", sourceLocation: sourceLocation)
}

/// The error that `body` throws.
func failure<Value>(_ body: () async throws -> Value) async throws -> KubernetesError? {
    do {
        _ = try await body()
        return nil
    } catch let error as KubernetesError {
        return error
    }
}
