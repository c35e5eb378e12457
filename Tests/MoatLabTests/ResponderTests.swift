import Glibc
import Testing

@testable import MoatLab

/// The responder on the loopback interface; no root needed.
@Suite struct ResponderTests {
    /// Runs the responder at an address while `body` talks to it.
    private func serving(
        _ service: LabService, at address: String, _ body: @Sendable () throws -> Void
    ) async throws {
        let responder = Responder(spec: ResponderSpec(host: "web", addresses: [address], services: [service]))
        let (ready, signal) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { signal.finish() }
                try await responder.run { signal.yield() }
            }
            for await _ in ready { break }
            let result = Result { try body() }
            group.cancelAll()
            try await group.waitForAll()
            try result.get()
        }
    }

    @Test func answersEveryHTTPRequest() async throws {
        let (address, port) = try TestSocket.freePlace()
        try await serving(LabService(.tcp, port, .http, status: 404, body: "default backend - 404\n"), at: address) {
            let socket = try TestSocket.connected(to: address, port: port)
            defer { socket.close() }
            try socket.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi")
            let text = try socket.readToEnd()
            let client = "127.0.0.1:\(try socket.localPort())"
            #expect(
                text == """
                    HTTP/1.1 404 Not Found\r
                    Content-Type: text/plain; charset=utf-8\r
                    Content-Length: 22\r
                    X-Client: \(client)\r
                    \r
                    default backend - 404
                    HTTP/1.0 404 Not Found\r
                    Content-Type: text/plain; charset=utf-8\r
                    Content-Length: 22\r
                    X-Client: \(client)\r
                    Connection: close\r
                    \r
                    default backend - 404

                    """)
        }
    }

    @Test func saysWhoIsThere() async throws {
        let (address, port) = try TestSocket.freePlace()
        try await serving(LabService(.tcp, port, .text, body: "{host}: {client}\n"), at: address) {
            let socket = try TestSocket.connected(to: address, port: port)
            defer { socket.close() }
            #expect(try socket.readToEnd() == "web: 127.0.0.1:\(try socket.localPort())\n")
        }
    }

    @Test func echoesBytes() async throws {
        let (address, port) = try TestSocket.freePlace()
        try await serving(LabService(.tcp, port, .echo), at: address) {
            let socket = try TestSocket.connected(to: address, port: port)
            defer { socket.close() }
            try socket.send("ping")
            #expect(try socket.read(4) == "ping")
        }
    }

    @Test func echoesDatagrams() async throws {
        let (address, port) = try TestSocket.freePlace()
        try await serving(LabService(.udp, port, .echo), at: address) {
            let socket = try TestSocket.connected(to: address, port: port, type: SOCK_DGRAM)
            defer { socket.close() }
            try socket.send("ping")
            #expect(try socket.read(4) == "ping")
        }
    }

    @Test func aPortInUseIsNamed() async throws {
        let taken = try TestSocket.listener(at: "127.0.0.1", port: 0)
        defer { taken.close() }
        let port = try taken.localPort()
        await #expect {
            try await serving(LabService(.tcp, port, .http), at: "127.0.0.1") {}
        } throws: { error in
            "\(error)".hasPrefix("web cannot serve http on \(port)/tcp at 127.0.0.1: ")
        }
    }
}
