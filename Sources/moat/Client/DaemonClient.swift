import AsyncHTTPClient
import Foundation
import MoatServer
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Talks to the daemon over its unix socket. Makes one connection for one command.
struct DaemonClient {
    /// A response larger than this is not read.
    private static let maximumResponse = 256 * 1024 * 1024
    private static let timeout = TimeAmount.seconds(60)

    let socketPath: String
    /// What to do where nobody answers.
    private let remedy: String

    init(_ options: ConnectionOptions) {
        socketPath = options.socketPath()
        remedy = "start it with `moat serve …` or name another socket with --socket or --lab"
    }

    /// Of the load balancer that answers at a socket.
    init(loadBalancer socketPath: String) {
        self.socketPath = socketPath
        remedy = "start it with `moat lb run …` or name another socket with --socket"
    }

    /// Of the ingress controller that answers at a socket.
    init(ingress socketPath: String) {
        self.socketPath = socketPath
        remedy = "start it with `moat ingress run …` or name another socket with --socket"
    }

    func get<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) async throws -> Value {
        try await send(.GET, path)
    }

    func post<Value: Decodable>(
        _ path: String, body: Data? = nil, as type: Value.Type = Value.self
    ) async throws -> Value {
        try await send(.POST, path, body: body)
    }

    func delete<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) async throws -> Value {
        try await send(.DELETE, path)
    }

    /// Calls `body` with every line of a response that may never end.
    func lines(_ path: String, _ body: (Data) throws -> Void) async throws {
        try await perform(.GET, path, body: nil, deadline: .distantFuture) { response in
            var rest = ByteBuffer()
            for try await part in response.body {
                var part = part
                rest.writeBuffer(&part)
                while let end = rest.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = rest.readData(length: end - rest.readerIndex) ?? Data()
                    rest.moveReaderIndex(forwardBy: 1)
                    try body(line)
                }
                rest.discardReadBytes()
            }
            if rest.readableBytes > 0 { try body(Data(buffer: rest)) }
        }
    }

    /// A response as it is.
    func data(_ path: String) async throws -> Data {
        try await perform(.GET, path, body: nil, deadline: .now() + Self.timeout) { response in
            Data(buffer: try await response.body.collect(upTo: Self.maximumResponse))
        }
    }

    /// Asks a question.
    ///
    /// - Throws: `QueryError` where the daemon refuses, and what all requests throw
    func query(_ question: QueryRequest, _ preferences: QueryPreferences) async throws -> QueryResult {
        // The daemon gives up first, and says why.
        let deadline = NIODeadline.now() + .seconds(Int64(preferences.wait) + 30)
        return try await perform(
            .POST, "/v1/workspaces/\(QueryRequest.workspace)/query", body: try APICoding.encoder.encode(question),
            prefer: preferences.header, deadline: deadline
        ) { response in
            let data = Data(buffer: try await response.body.collect(upTo: Self.maximumResponse))
            return try JSONDecoder().decode(QueryResult.self, from: data)
        }
    }

    private func send<Value: Decodable>(_ method: HTTPMethod, _ path: String, body: Data? = nil) async throws -> Value {
        try await perform(method, path, body: body, deadline: .now() + Self.timeout) { response in
            let data = Data(buffer: try await response.body.collect(upTo: Self.maximumResponse))
            return try APICoding.decoder.decode(Value.self, from: data)
        }
    }

    private func perform<Value>(
        _ method: HTTPMethod, _ path: String, body: Data?, prefer: String? = nil, deadline: NIODeadline,
        _ read: (HTTPClientResponse) async throws -> Value
    ) async throws -> Value {
        try check(UnixSocket.probe(socketPath))
        guard let url = URL(httpURLWithSocketPath: socketPath, uri: path) else {
            throw CommandFailure(.cannot, "\(socketPath) cannot be the path of a socket; name another with --socket")
        }
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = method
        if let prefer { request.headers.add(name: "prefer", value: prefer) }
        if let body {
            request.headers.add(
                name: "content-type", value: prefer == nil ? "application/x-ndjson" : "application/json")
            request.body = .bytes(ByteBuffer(data: body))
        }
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: .seconds(5))
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let response = try await client.execute(request, deadline: deadline)
            guard response.status.code < 300 else { throw try await refusal(response) }
            let value = try await read(response)
            try await client.shutdown()
            return value
        } catch {
            try? await client.shutdown()
            throw explained(error)
        }
    }

    private func refusal(_ response: HTTPClientResponse) async throws -> any Error {
        let data = Data(buffer: try await response.body.collect(upTo: Self.maximumResponse))
        if let envelope = try? APICoding.decoder.decode(APIError.Envelope.self, from: data) { return envelope.error }
        if var error = try? APICoding.decoder.decode(QueryError.Envelope.self, from: data).error {
            error.status = Int(response.status.code)
            return error
        }
        return CommandFailure(
            .cannot,
            "what answers at \(socketPath) is not a moat daemon of this version (HTTP status \(response.status.code))")
    }

    private func check(_ state: UnixSocket.State) throws {
        switch state {
        case .listening:
            return
        case .missing, .stale:
            throw CommandFailure(
                .cannot,
                """
                no daemon answers at \(socketPath)
                \(remedy)
                """)
        case .forbidden:
            throw CommandFailure(
                .cannot,
                """
                permission denied at \(socketPath)
                only root, and users of the socket's group, may talk to the daemon; try with sudo
                """)
        case .unusable(let reason):
            throw CommandFailure(.cannot, "cannot talk to a daemon at \(socketPath): \(reason)")
        }
    }

    private func explained(_ error: any Error) -> any Error {
        switch error {
        case is APIError, is QueryError, is CommandFailure, is CancellationError, is StandardOutput.Closed:
            error
        case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
            CommandFailure(
                .cannot, "the daemon at \(socketPath) did not answer in time; see its log for what it is doing")
        case let error as HTTPClientError:
            CommandFailure(.cannot, "the daemon at \(socketPath) closed the connection (\(error.shortDescription))")
        case is DecodingError:
            CommandFailure(
                .cannot,
                "the daemon at \(socketPath) answered in a form that this moat does not know; are both of one version?")
        default:
            CommandFailure(.cannot, "talking to the daemon at \(socketPath) failed: \(error)")
        }
    }
}
