import AsyncHTTPClient
import Foundation
import MoatKubernetes
import NIOCore
import NIOHTTP1
import Testing

@testable import MoatIngress
@testable import MoatLab

/// Backends that speak something else than HTTP/1.1, through a real nginx.
@Suite(.enabled(if: NginxProcess.isInstalled, Comment(rawValue: NginxProcess.missing)))
struct BackendProtocolTests {
    private let address = "127.62.\(UInt8.random(in: 0...255)).\(UInt8.random(in: 1...254))"

    /// An Ingress for `app.test`, whose backend is at the address.
    private func objects(_ backendProtocol: String, port: UInt16) -> IngressObjects {
        var objects = IngressObjects(
            [
                Ingress(
                    "app", annotations: ["moat.dev/backend-protocol": backendProtocol],
                    tls: [IngressTLS(hosts: ["app.test"])], [IngressRule("app.test", .prefix("/", "app"))])
            ], backends: [])
        objects.services = [Service(name: "app")]
        objects.slices = [EndpointSlice(service: "app", ports: [port], address: address)]
        return objects
    }

    /// The backend is another nginx, which answers by HTTP/2 without TLS.
    @Test func backendsOfGRPCAreServed() async throws {
        let backend = try NginxProcess(directory: "/tmp/moat-grpc-\(UUID().uuidString.prefix(8))")
        try backend.write([
            "nginx.conf": """
            pid nginx.pid;
            events {}
            http {
                access_log off;
                \(NginxProcess.temporaryPaths)
                server {
                    listen \(address):8080 http2;
                    default_type application/grpc;
                    location / { return 200 "$server_protocol $request_uri $http_te $http_x_real_ip"; }
                }
            }
            """
        ])
        try await backend.start()
        do {
            try await ServedCluster.serve(objects("GRPC", port: 8080)) { cluster async throws in
                #expect(cluster.plan.problems.isEmpty)
                let (answer, body) = try await cluster.postByHTTP2(
                    "/pkg.Service/Method", host: "app.test",
                    headers: ["content-type": "application/grpc", "te": "trailers"], body: [0, 0, 0, 0, 0])
                #expect(answer.version == .http2)
                #expect(answer.status == .ok)
                #expect(answer.headers.first(name: "content-type") == "application/grpc")
                #expect(body == "HTTP/2.0 /pkg.Service/Method trailers 127.0.0.1")
            }
        } catch {
            await backend.remove()
            throw error
        }
        await backend.remove()
    }

    @Test func backendsOfHTTPSAreServed() async throws {
        let folder = "/tmp/moat-https-\(UUID().uuidString.prefix(8))"
        try LabAuthority(now: Date()).write(to: folder, trust: "\(folder)/trust")
        let service = LabService(.tcp, 8443, .site, tls: true)
        try await respond(ResponderSpec(host: "far", addresses: [address], services: [service], authority: folder)) {
            try await ServedCluster.serve(objects("HTTPS", port: 8443)) { cluster async throws in
                let answer = try await cluster.client(tls: "app.test").request("GET", "/", host: "app.test")
                #expect(answer.status == 200)
                #expect(answer.body.hasPrefix("app.test on far for "))
            }
        }
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func webSocketsAreServedAndNothingElseIsUpgradedTo() async throws {
        let service = LabService(.tcp, 8080, .site)
        try await respond(ResponderSpec(host: "far", addresses: [address], services: [service])) {
            try await ServedCluster.serve(objects("HTTP", port: 8080)) { cluster async throws in
                func upgrade(_ name: String) -> [UInt8] {
                    Array(
                        """
                        GET /ws HTTP/1.1\r\nHost: app.test\r\nConnection: Upgrade\r\nUpgrade: \(name)\r
                        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
                        """.utf8)
                }
                // A text frame of the client, with a mask (RFC 6455, section 5.2): "hi", and what comes back.
                let frame: [UInt8] = [0x81, 0x82, 1, 2, 3, 4, 0x68 ^ 1, 0x69 ^ 2]
                let echo: [UInt8] = [0x81, 0x02, 0x68, 0x69]
                let answer = try await cluster.client(tls: "app.test").send(upgrade("websocket") + frame) { buffer in
                    buffer.readableBytesView.suffix(4).elementsEqual(echo)
                }
                #expect(String(decoding: answer.bytes, as: UTF8.self).hasPrefix("HTTP/1.1 101 "))
                #expect(answer.bytes.suffix(4).elementsEqual(echo))
                let other = try await cluster.client(tls: "app.test").send(upgrade("h2c")) { buffer in
                    buffer.readableBytes > 12
                }
                #expect(!String(decoding: other.bytes, as: UTF8.self).hasPrefix("HTTP/1.1 101 "))
            }
        }
    }

    /// Runs `body` while a responder does.
    private func respond(_ spec: ResponderSpec, _ body: () async throws -> Void) async throws {
        let (ready, telling) = AsyncStream.makeStream(of: Void.self)
        let responder = Task {
            defer { telling.finish() }
            try await Responder(spec: spec).run { telling.yield() }
        }
        for await _ in ready { break }
        do {
            try await body()
        } catch {
            responder.cancel()
            _ = await responder.result
            throw error
        }
        responder.cancel()
        _ = await responder.result
    }
}
