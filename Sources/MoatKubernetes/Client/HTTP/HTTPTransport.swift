import AsyncHTTPClient
import FoundationEssentials
import Logging
import MoatHTTPClient
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Requests over HTTP/1.1 and TLS. Watches have connections of their own, so that neither they nor
/// other requests wait for each other.
final class HTTPTransport: KubernetesTransport {
    private let requests: HTTPClient
    private let watches: HTTPClient
    private let server: ServerAddress
    private let token: BearerToken?
    private let tokens: BearerTokens?
    private let userAgent: String

    private static let maximumRequests = 16
    private static let maximumWatches = 64
    /// Of an answer that is a refusal.
    private static let maximumRefusal = 1 << 20

    /// - Throws: `KubernetesConfigurationError`
    init(_ configuration: KubernetesConfiguration, component: String, tokenAge: Duration) throws {
        server = try ServerAddress(configuration)
        let client = try Self.configuration(configuration, server)
        switch configuration.token {
        case nil: (token, tokens) = (nil, nil)
        case .fixed(let fixed)?: (token, tokens) = (fixed, nil)
        case .file(let path)?: (token, tokens) = (nil, BearerTokens(path: path, age: tokenAge))
        }
        userAgent = "moat/\(component)"
        requests = Self.client(client, connections: Self.maximumRequests)
        watches = Self.client(client, connections: Self.maximumWatches)
    }

    private static func configuration(
        _ configuration: KubernetesConfiguration, _ server: ServerAddress
    ) throws -> HTTPClient.Configuration {
        var client = HTTPClient.Configuration(tlsConfiguration: try configuration.tlsConfiguration())
        // A redirect would take the token to who knows where.
        client.redirectConfiguration = .disallow
        client.timeout.connect = .seconds(10)
        // A certificate that is not trusted is none the better ten seconds later.
        client.connectionPool.retryConnectionEstablishment = false
        client.httpVersion = .http1Only
        client.dnsOverride = server.nameOverride
        return client
    }

    private static func client(_ configuration: HTTPClient.Configuration, connections: Int) -> HTTPClient {
        var configuration = configuration
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func send(_ request: KubernetesRequest) async throws -> KubernetesResponse {
        try await execute(request, with: requests) { response in
            try await Self.answer(response, limit: request.limit, request)
        }
    }

    func stream(
        _ request: KubernetesRequest, opened: @escaping @Sendable () -> Void,
        _ line: @escaping @Sendable (Data) async throws -> Void
    ) async throws -> KubernetesResponse {
        try await execute(request, with: watches) { response in
            guard (200..<300).contains(response.status.code) else {
                return try await Self.answer(response, limit: Self.maximumRefusal, request)
            }
            opened()
            var splitter = LineSplitter(limit: request.limit)
            for try await part in response.body {
                guard let lines = splitter.lines(adding: part) else {
                    throw KubernetesError(
                        .tooLarge, "a line has more than \(request.limit) bytes", request: request.name)
                }
                for next in lines {
                    do {
                        try await line(Data(buffer: next))
                    } catch {
                        throw CallerFailure(cause: error)
                    }
                }
            }
            // An iteration that is cancelled may look like one that is at its end.
            try Task.checkCancellation()
            return KubernetesResponse(status: Int(response.status.code))
        }
    }

    func shutdown() async {
        try? await requests.shutdown()
        try? await watches.shutdown()
    }
}

extension HTTPTransport {
    /// What the one who takes lines throws, apart from what goes wrong here.
    private struct CallerFailure: Error {
        var cause: any Error
    }

    private func execute(
        _ request: KubernetesRequest, with client: HTTPClient,
        _ read: (HTTPClientResponse) async throws -> KubernetesResponse
    ) async throws -> KubernetesResponse {
        do {
            let token = try tokens?.token() ?? token?.text
            let response = try await client.execute(self.request(request, token), deadline: .distantFuture)
            guard response.status == .unauthorized, let token, let fresh = tokens?.token(after: token) else {
                return try await read(response)
            }
            // It was rotated since it was read.
            _ = try await Self.answer(response, limit: Self.maximumRefusal, request)
            return try await read(client.execute(self.request(request, fresh), deadline: .distantFuture))
        } catch let error as CallerFailure {
            throw error.cause
        } catch let error as KubernetesError {
            throw error
        } catch {
            if Task.isCancelled || error is CancellationError { throw CancellationError() }
            throw KubernetesError(.unreachable, HTTPFailure(error).description, request: request.name)
        }
    }

    private func request(_ request: KubernetesRequest, _ token: String?) -> HTTPClientRequest {
        var http = HTTPClientRequest(url: server.url + request.target)
        http.method = HTTPMethod(rawValue: request.method.rawValue)
        http.headers.add(name: "Host", value: server.authority)
        http.headers.add(name: "User-Agent", value: userAgent)
        http.headers.add(name: "Accept", value: "application/json")
        if let token { http.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let type = request.contentType { http.headers.add(name: "Content-Type", value: type) }
        if let body = request.body { http.body = .bytes(ByteBuffer(data: body)) }
        return http
    }

    private static func answer(
        _ response: HTTPClientResponse, limit: Int, _ request: KubernetesRequest
    ) async throws -> KubernetesResponse {
        guard let body = try await response.body.bytes(atMost: limit) else {
            throw KubernetesError(.tooLarge, "the answer has more than \(limit) bytes", request: request.name)
        }
        try Task.checkCancellation()
        return KubernetesResponse(
            status: Int(response.status.code),
            retryAfter: response.headers.first(name: "Retry-After").flatMap { Int($0) }, body: Data(body))
    }
}
