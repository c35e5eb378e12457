import FoundationEssentials
import MoatModel
import Testing

@testable import MoatLab

/// A server on the loopback interface that kubectl and curl can reach.
struct APIServerFixture {
    let server: KubernetesAPIServer
    let folder: String
    let port: UInt16

    var kubeconfig: String { "\(folder)/kubeconfig" }
    static let token = "test-token"

    static func with(
        snapshot: Bool = false, _ body: (APIServerFixture) async throws -> Void
    ) async throws {
        let folder = "/tmp/moat-api-\(UUID().uuidString)"
        defer { try? FileSystem.removeTree(folder) }
        try FileSystem.makeDirectories(folder)
        try await serving(folder, snapshot: snapshot, body)
    }

    /// The same in a folder that an earlier server may have used.
    static func serving(
        _ folder: String, snapshot: Bool, _ body: (APIServerFixture) async throws -> Void
    ) async throws {
        try LabAuthority(now: .now).write(to: "\(folder)/authority", trust: "\(folder)/trust")
        let address = try #require(IPAddress("127.0.0.1"))
        let server = try await KubernetesAPIServer.start(
            .init(
                addresses: [address], authorityFolder: "\(folder)/authority", token: token,
                snapshotPath: snapshot ? "\(folder)/objects.json" : nil), at: address, port: 0)
        do {
            let port = server.port
            try server.writeKubeconfig(to: "\(folder)/kubeconfig", server: "https://127.0.0.1:\(port)")
            try await body(APIServerFixture(server: server, folder: folder, port: port))
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
    }

    /// curl with the token, as JSON.
    func curl(
        _ path: String, _ options: String..., type: String = "application/json"
    ) async throws -> Command.Result {
        let command = Command(
            [
                "curl", "--silent", "--show-error", "--max-time", "280", "--noproxy", "*", "--no-buffer",
                "--cacert", "\(folder)/trust/ca-certificates.crt", "--header", "Authorization: Bearer \(Self.token)",
                "--header", "Content-Type: \(type)",
            ] + options + ["https://127.0.0.1:\(port)\(path)"], timeLimit: .seconds(300))
        return try await BlockingCall.run { try command.run() }
    }

    /// Whether a file comes to hold a text. A machine that is busy takes long.
    func shows(_ text: String, in file: String) async throws -> Bool {
        for _ in 0..<2400 {
            if (try? FileSystem.readText(file))?.contains(text) == true { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    func makeConfigMap(_ name: String) async throws {
        let body = String(decoding: APIFixture.configMap(name).bytes, as: UTF8.self)
        let result = try await curl(
            "/api/v1/namespaces/default/configmaps", "--data", body, "--write-out", "%{http_code}")
        #expect(result.output.hasSuffix("201"), "\(result.output)\(result.error)")
    }
}
