import Foundation
import MoatKubernetes
import Synchronization
import Testing

struct TLSTests {
    private static let key = ObjectKey(namespace: "shop", name: "front")

    /// The error of a request to a server with a certificate for `name`.
    private func error(
        _ authority: TestAuthority, name: String = "127.0.0.1", clients: Bool = false,
        _ change: @escaping @Sendable (inout KubernetesConfiguration) -> Void
    ) async throws -> KubernetesError? {
        try await TestServer.run(tls: authority.server(name, clients: clients)) { request, answer in
            try await answer.reply(
                200, #"{"metadata":{"name":"\#(request.header("host") ?? "")"}}"#)
        } _: { server in
            try await withConfiguredClient(server) { configuration in
                configuration.server = "https://127.0.0.1:\(server.port)"
                change(&configuration)
            } _: { client in
                try await failure {
                    let service = try await client.get(Self.key, as: Service.self)
                    #expect(service.metadata.name == "127.0.0.1:\(server.port)")
                }
            }
        }
    }

    @Test func trustsTheAuthorityThatIsConfigured() async throws {
        let authority = try TestAuthority()
        #expect(try await error(authority) { $0.authorities = Data(authority.pem.utf8) } == nil)
    }

    @Test func refusesAnotherAuthority() async throws {
        let other = try TestAuthority()
        for authorities in [Data(other.pem.utf8), nil] {
            let error = try await error(TestAuthority()) { $0.authorities = authorities }
            #expect(error?.kind == .unreachable)
            #expect(error?.message.contains("not trusted") == true)
        }
    }

    @Test func refusesAnotherName() async throws {
        let authority = try TestAuthority()
        let error = try await error(authority, name: "api.example.com") {
            $0.authorities = Data(authority.pem.utf8)
        }
        #expect(error?.kind == .unreachable)
        #expect(error?.message.contains("another name") == true)
    }

    @Test func takesTheNameThatIsConfigured() async throws {
        let authority = try TestAuthority()
        #expect(
            try await error(authority, name: "api.example.com") {
                $0.authorities = Data(authority.pem.utf8)
                $0.serverName = "api.example.com"
            } == nil)
        let wrong = try await error(authority, name: "api.example.com") {
            $0.authorities = Data(authority.pem.utf8)
            $0.serverName = "other.example.com"
        }
        #expect(wrong?.kind == .unreachable)
    }

    @Test func showsItsCertificate() async throws {
        let authority = try TestAuthority()
        let issued = try authority.issue("client")
        let identity = ClientIdentity(certificates: Data(issued.certificate.utf8), key: Data(issued.key.utf8))
        #expect(
            try await error(authority, clients: true) {
                $0.authorities = Data(authority.pem.utf8)
                $0.identity = identity
            } == nil)
        let without = try await error(authority, clients: true) { $0.authorities = Data(authority.pem.utf8) }
        #expect(without?.kind == .unreachable)
    }

    @Test func refusesWhatIsNoCertificateOrKey() throws {
        let authority = try TestAuthority()
        let (first, second) = (try authority.issue("a"), try authority.issue("b"))
        var configuration = KubernetesConfiguration(server: "https://127.0.0.1")
        func problem() -> String? {
            do {
                _ = try KubernetesClient(configuration, component: "tests")
                return nil
            } catch {
                return "\(error)"
            }
        }
        configuration.authorities = Data("none".utf8)
        #expect(problem() == "the certificate authority has no certificates in PEM")
        configuration.authorities = nil
        configuration.identity = ClientIdentity(certificates: Data(), key: Data(first.key.utf8))
        #expect(problem() == "the client certificate is not one in PEM")
        configuration.identity = ClientIdentity(certificates: Data(first.certificate.utf8), key: Data("hidden".utf8))
        #expect(problem()?.hasPrefix("the client key cannot be read") == true)
        configuration.identity = ClientIdentity(
            certificates: Data(first.certificate.utf8), key: Data(second.key.utf8))
        #expect(problem() == "the client certificate and the client key do not belong together")
    }

    @Test func readsATokenAgainWhenItIsRotated() async throws {
        let valid = Mutex("first")
        let refused = Mutex(0)
        try await withFolder { folder in
            let path = folder + "/token"
            try Data("first\n".utf8).write(to: URL(fileURLWithPath: path))
            try await TestServer.run { request, answer in
                guard request.header("authorization") == "Bearer \(valid.withLock { $0 })" else {
                    refused.withLock { $0 += 1 }
                    return try await answer.reply(401, "{}")
                }
                try await answer.reply(200, #"{"metadata":{"name":"front"}}"#)
            } _: { server in
                try await withConfiguredClient(server) {
                    $0.token = .file(path)
                } _: { client in
                    _ = try await client.get(Self.key, as: Service.self)
                    valid.withLock { $0 = "second" }
                    try Data("second".utf8).write(to: URL(fileURLWithPath: path))
                    _ = try await client.get(Self.key, as: Service.self)
                    #expect(refused.withLock { $0 } == 1)
                    // What was read stays good where the file is gone for a while.
                    try FileManager.default.removeItem(atPath: path)
                    _ = try await client.get(Self.key, as: Service.self)
                    valid.withLock { $0 = "third" }
                    let error = try await failure { try await client.get(Self.key, as: Service.self) }
                    #expect(error?.code == 401)
                    #expect(error?.description.contains("second") == false)
                }
            }
        }
    }

    @Test func readsATokenAgainAfterAWhile() async throws {
        let seen = Mutex<[String]>([])
        try await withFolder { folder in
            let path = folder + "/token"
            try await TestServer.run { request, answer in
                seen.withLock { $0.append(request.header("authorization") ?? "") }
                try await answer.reply(200, #"{"metadata":{"name":"front"}}"#)
            } _: { server in
                var limits = ClientLimits()
                limits.tokenAge = .zero
                try await withConfiguredClient(server, limits: limits) {
                    $0.token = .file(path)
                } _: { client in
                    let missing = try await failure { try await client.get(Self.key, as: Service.self) }
                    #expect(missing?.kind == .credentials)
                    for token in ["one", "two"] {
                        try Data(token.utf8).write(to: URL(fileURLWithPath: path))
                        _ = try await client.get(Self.key, as: Service.self)
                    }
                }
            }
        }
        #expect(seen.withLock { $0 } == ["Bearer one", "Bearer two"])
    }
}
