import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// An HTTP server on loopback for one test.
struct TestServer {
    struct Request: Sendable {
        var method: String
        var path: String
        var query: [String: String]
        var headers: HTTPHeaders
        var body: String

        func header(_ name: String) -> String? { headers.first(name: name) }
    }

    /// Thrown by a handler: the connection ends without another word.
    struct Cut: Error {}

    /// Writes an answer.
    struct Answer: Sendable {
        fileprivate let out: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

        func reply(_ status: Int, _ body: String, headers: [(String, String)] = []) async throws {
            let fields = [("Content-Length", "\(body.utf8.count)"), ("Content-Type", "application/json")] + headers
            try await begin(status, headers: fields)
            try await write(body)
            try await end()
        }

        func begin(_ status: Int = 200, headers: [(String, String)] = []) async throws {
            try await out.write(
                .head(.init(version: .http1_1, status: .init(statusCode: status), headers: HTTPHeaders(headers))))
        }

        func write(_ text: String) async throws {
            try await out.write(.body(.byteBuffer(ByteBuffer(string: text))))
        }

        func end() async throws {
            try await out.write(.end(nil))
        }
    }

    typealias Handler = @Sendable (Request, Answer) async throws -> Void
    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    let port: Int

    /// Calls `body` with a server that is there for as long as it runs.
    static func run<Value: Sendable>(
        tls: NIOSSLContext? = nil, _ handler: @escaping Handler,
        _ body: @Sendable (TestServer) async throws -> Value
    ) async throws -> Value {
        let connections = TestConnections()
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    let connection = try Connection(wrappingChannelSynchronously: channel)
                    connections.add(Task { await serve(connection, handler) })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(TestServer(port: listener.localAddress?.port ?? 0)))
        } catch {
            result = .failure(error)
        }
        try await listener.close()
        await connections.end()
        return try result.get()
    }

    private static func serve(_ connection: Connection, _ handler: Handler) async {
        try? await connection.executeThenClose { requests, out in
            var head: HTTPRequestHead?
            var body = ByteBuffer()
            for try await part in requests {
                switch part {
                case .head(let next): head = next
                case .body(let bytes): body.writeImmutableBuffer(bytes)
                case .end:
                    guard let complete = head else { return }
                    try await handler(request(complete, String(buffer: body)), Answer(out: out))
                    body.clear()
                }
            }
        }
    }

    private static func request(_ head: HTTPRequestHead, _ body: String) -> Request {
        let parts = head.uri.split(separator: "?", maxSplits: 1).map(String.init)
        var query: [String: String] = [:]
        for pair in parts.dropFirst().first?.split(separator: "&") ?? [] {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            query[String(sides[0])] = sides.count == 2 ? String(sides[1]).removingPercentEncoding : ""
        }
        return Request(
            method: head.method.rawValue, path: parts[0], query: query, headers: head.headers, body: body)
    }
}
