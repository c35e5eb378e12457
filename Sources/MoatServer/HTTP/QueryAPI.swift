import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The Log Analytics query API of Azure Monitor: `/v1/workspaces/ID/query` and `/v1/$batch`.
/// Refusals have Azure's shape too, unlike those of the rest of the API.
struct QueryAPI: Sendable {
    /// The largest body of a question.
    static let maximumBody = 1 << 20
    static let maximumBatchBody = 4 << 20
    static let maximumBatch = 20
    /// The workspace of a firewall, beside its name: what `TenantId` says in its records.
    static let workspace = QueryRequest.workspace

    private let answering: QueryEngine?
    private let firewall: String

    init(engine: QueryEngine?, firewall: String) {
        answering = engine
        self.firewall = firewall
    }

    private var engine: QueryEngine {
        get throws(QueryError) {
            guard let answering else { throw .unavailable }
            return answering
        }
    }

    func add(to router: RouterGroup<APIContext>) {
        router.get("workspaces/:workspace/query") { request, context in
            try await replying { try await get(request, context) }
        }
        router.post("workspaces/:workspace/query") { request, context in
            try await replying { try await post(request, context) }
        }
        router.post("$batch") { request, _ in
            try await replying { try await batch(request) }
        }
    }

    /// Answers, and writes a refusal as Azure does.
    ///
    /// Whoever watches for the client's going away cannot go on with its connection afterwards:
    /// the answer says that it is closed, so that no client sends its next question on it.
    private func replying(_ body: () async throws -> Response) async throws -> Response {
        var response = try await refusing(body)
        response.headers[.connection] = "close"
        return response
    }

    private func refusing(_ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch let error as QueryError {
            return try Self.refusal(error)
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            return try Self.refusal(.badArgument("the request is too large; a query may have 1 MiB"))
        }
    }

    private static func refusal(_ error: QueryError) throws -> Response {
        var response = try APIResponse.json(
            QueryError.Envelope(error: error), status: HTTPResponse.Status(code: error.status))
        if error.status == 429 { response.headers[.retryAfter] = "1" }
        return response
    }

    // MARK: One question

    private func get(_ request: Request, _ context: APIContext) async throws -> Response {
        var question = QueryRequest(query: "")
        for (name, value) in request.uri.queryParameters {
            switch name {
            case "query": question.query = String(value)
            case "timespan": question.timespan = String(value)
            case "workspaces": question.workspaces = value.split(separator: ",").map(String.init)
            default:
                throw QueryError.badArgument("there is no parameter '\(name)'; query, timespan and workspaces are")
            }
        }
        let final = question
        return try await request.body.consumeWithCancellationOnInboundClose { _ in
            try await answer(final, request, context)
        }
    }

    private func post(_ request: Request, _ context: APIContext) async throws -> Response {
        try await request.body.consumeWithCancellationOnInboundClose { body in
            let data = Data(try await body.collect(upTo: Self.maximumBody).readableBytesView)
            guard let question = try? APICoding.decoder.decode(QueryRequest.self, from: data) else {
                throw QueryError.badArgument(
                    #"the body is not a question such as {"query": "AZFWNetworkRule | count", "timespan": "PT1H"}"#)
            }
            return try await answer(question, request, context)
        }
    }

    private func answer(_ question: QueryRequest, _ request: Request, _ context: APIContext) async throws -> Response {
        try check(question, workspace: context.parameters.get("workspace") ?? "")
        let header = request.headers[values: .prefer].joined(separator: ",")
        let preferences = try QueryPreferences(header: header)
        let engine = try engine
        let answer = try await engine.answer(question, preferences)
        let writer = try QueryResponseWriter(answer, limit: engine.responseBytes, preferences)
        return APIResponse.document(ByteBuffer(bytes: writer.bytes))
    }

    private func check(_ question: QueryRequest, workspace: String) throws(QueryError) {
        let known = "\(Self.workspace) or \(firewall)"
        for name in [workspace] + (question.workspaces ?? []) {
            guard name == Self.workspace || name == firewall else {
                throw .workspaceNotFound(name, known: known)
            }
        }
        guard !question.query.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty else {
            throw .badArgument("the query is empty")
        }
    }

    // MARK: Several

    /// Several questions, one after the other, each with its own status; what they give
    /// together is bounded as one answer is.
    private func batch(_ request: Request) async throws -> Response {
        try await request.body.consumeWithCancellationOnInboundClose { body in
            let data = Data(try await body.collect(upTo: Self.maximumBatchBody).readableBytesView)
            guard let batch = try? APICoding.decoder.decode(QueryBatch.self, from: data) else {
                throw QueryError.badArgument(
                    #"the body is not a batch such as {"requests": [{"id": "1", "workspace": "…", "method": "POST", "path": "/query", "body": {"query": "…"}}]}"#
                )
            }
            guard batch.requests.count <= Self.maximumBatch else {
                throw QueryError.badArgument("a batch has at most \(Self.maximumBatch) requests")
            }
            guard Set(batch.requests.map(\.id)).count == batch.requests.count else {
                throw QueryError.badArgument("two requests of the batch have one id")
            }
            var bytes = Array(#"{"responses":["#.utf8)
            var room = try engine.responseBytes
            for (index, item) in batch.requests.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                let (status, answer) = try await self.answer(item, room: room)
                room -= min(room, answer.count)
                let id = try APICoding.encoder.encode(item.id)
                bytes += Array(#"{"id":"#.utf8) + id + Array(#","status":\#(status),"body":"#.utf8)
                bytes += answer
                bytes.append(UInt8(ascii: "}"))
            }
            bytes += Array("]}".utf8)
            return APIResponse.document(ByteBuffer(bytes: bytes))
        }
    }

    private func answer(_ item: QueryBatch.Item, room: Int) async throws -> (status: Int, body: [UInt8]) {
        do {
            guard item.path == "/query", item.method?.uppercased() == "POST" else { throw QueryError.pathNotFound }
            guard let question = item.body else { throw QueryError.badArgument("the request has no body with a query") }
            try check(question, workspace: item.workspace)
            let header = item.headers?.first { $0.key.lowercased() == "prefer" }?.value ?? ""
            let preferences = try QueryPreferences(header: header)
            let answer = try await engine.answer(question, preferences)
            return (200, try QueryResponseWriter(answer, limit: room, preferences).bytes)
        } catch let error as QueryError {
            return (error.status, Array(try APICoding.encoder.encode(QueryError.Envelope(error: error))))
        }
    }
}

extension HTTPField.Name {
    fileprivate static var prefer: HTTPField.Name { HTTPField.Name("Prefer") ?? .accept }
}
