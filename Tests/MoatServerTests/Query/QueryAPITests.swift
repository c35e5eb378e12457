import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MoatLogs
import NIOCore
import Testing

@testable import MoatServer

@Suite struct QueryAPITests {
    private static let path = "/v1/workspaces/edge/query"

    /// One value of each type.
    static let everyType =
        "print b = true, i = int(1), l = 2, r = 1.5, s = 'x', d = datetime(2026-11-25), t = 5m, j = dynamic({\"a\":1}), g = guid(74be27de-1e4e-49d9-b579-fe0b331d3642)"
    static let everyValue: [LogValue] = [
        .bool(true), .integer(1), .integer(2), .real(1.5), .string("x\"\n"), .datetime(1_795_564_800_000_000),
        .integer(3_000_000_000), .string(#"{"a":1}"#), .string("74be27de-1e4e-49d9-b579-fe0b331d3642"),
    ]

    private func ask(
        _ store: RecordedStore?, _ method: HTTPRequest.Method = .post, _ uri: String = path, prefer: String? = nil,
        body: String = "", configuration: QueryConfiguration = QueryConfiguration()
    ) async throws -> (status: Int, body: String) {
        let fixture = try await ControllerFixture()
        let router = APIRouter(
            controller: fixture.controller, logs: nil,
            query: store.map { QueryEngine(store: $0, configuration: configuration) }
        ).build()
        let name = try #require(HTTPField.Name("Prefer"))
        let headers: HTTPFields = prefer.map { [name: $0] } ?? [:]
        return try await Application(router: router).test(.router) { client in
            let response = try await client.executeRequest(
                uri: uri, method: method, headers: headers, body: ByteBuffer(string: body))
            #expect(response.headers[.connection] == "close", "the server does close it")
            return (response.status.code, String(buffer: response.body))
        }
    }

    private static func body(_ query: String) throws -> String {
        String(decoding: try JSONEncoder().encode(QueryRequest(query: query)), as: UTF8.self)
    }

    @Test func writesEachTypeAsAzureDoes() async throws {
        let store = RecordedStore(.success(LogQueryResult(columns: [], rows: [Self.everyValue])))
        let answer = try await ask(store, body: try Self.body(Self.everyType))
        #expect(answer.status == 200)
        #expect(
            answer.body
                == #"{"tables":[{"name":"PrimaryResult","columns":[{"name":"b","type":"bool"},{"name":"i","type":"int"},{"name":"l","type":"long"},{"name":"r","type":"real"},{"name":"s","type":"string"},{"name":"d","type":"datetime"},{"name":"t","type":"timespan"},{"name":"j","type":"dynamic"},{"name":"g","type":"guid"}],"rows":[[true,1,2,1.5,"x\"\u000a","2026-11-25T00:00:00Z","00:05:00","{\"a\":1}","74be27de-1e4e-49d9-b579-fe0b331d3642"]]}]}"#
        )
    }

    @Test func takesAQuestionInTheAddress() async throws {
        let store = RecordedStore(.success(LogQueryResult(columns: ["Count"], rows: [[.integer(3)]])))
        let answer = try await ask(
            store, .get, Self.path + "?query=AZFWNatRule%20%7C%20count&timespan=P1D")
        #expect(
            answer.body
                == #"{"tables":[{"name":"PrimaryResult","columns":[{"name":"Count","type":"long"}],"rows":[[3]]}]}"#)
    }

    @Test func addsWhatIsPreferred() async throws {
        let store = RecordedStore(.success(LogQueryResult(columns: ["Count"], rows: [[.integer(3)]])))
        let answer = try await ask(
            store, prefer: "wait=60,include-statistics=true,include-render=true",
            body: try Self.body("AZFWNatRule | count | render barchart with (title='Hits')"))
        #expect(answer.body.contains(#""render":{"accumulate":false,"annotation":"","by":null,"#))
        #expect(answer.body.contains(#""title":"Hits","visualization":"barchart""#))
        #expect(answer.body.contains(#""statistics":{"query":{"executionTime":"#))
        #expect(answer.body.contains(#""datasetStatistics":[{"tableRowCount":1,"tableSize":3}]"#))
    }

    @Test func saysWhatIsMissing() async throws {
        let store = RecordedStore(
            .success(LogQueryResult(columns: ["Count"], rows: [[.integer(1)], [.integer(2)], [.integer(3)]])))
        let query = try Self.body("AZFWNatRule | count")
        let rows = try await ask(store, prefer: "moat-rows=2", body: query)
        #expect(rows.status == 200)
        #expect(
            rows.body.hasSuffix(
                #""rows":[[1],[2]]}],"error":{"code":"PartialError","details":[{"code":"-2133196797","message":"Query result set has exceeded the internal record count limit 2 (E_QUERY_RESULT_SET_TOO_LARGE)"}],"message":"There were some errors when processing your query."}}"#
            ), "\(rows.body)")
        let bytes = try await ask(store, body: query, configuration: QueryConfiguration(responseBytes: 8))
        #expect(bytes.body.contains(#""rows":[[1],[2]]"#))
        #expect(bytes.body.contains("exceeded the internal data size limit 8 "))
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        var method = HTTPRequest.Method.post
        var uri = QueryAPITests.path
        var prefer: String?
        var body = #"{"query": "AZFWNatRule"}"#
        var status: Int
        var text: [String]

        var testDescription: String { "\(method) \(uri) \(prefer ?? "") \(body.prefix(60))" }
    }

    static let refused = [
        Refused(
            body: #"{"query": "AZFWNatRule\n| wher Rule == 'a'"}"#, status: 400,
            text: [
                #"{"error":{"code":"BadArgumentError","innererror":{"code":"SyntaxError","innererror":{"code":"SYN0002""#,
                #""line":2"#, #""pos":2"#, "where",
            ]),
        Refused(
            body: #"{"query": "AZFWNatRule | where Rul == 'a'"}"#, status: 400,
            text: [
                #"{"error":{"code":"BadArgumentError","innererror":{"code":"SemanticError","innererror":{"code":"SEM0100""#,
                #""line":1"#, #""pos":20"#, "there is no column 'Rul': did you mean 'Rule'?",
                #""message":"A semantic error occurred.""#,
            ]),
        Refused(
            body: #"{"query": "AZFWNatRules"}"#, status: 400,
            text: [#""code":"SemanticError""#, #""code":"SEM0100""#, "there is no table 'AZFWNatRules'"]),
        Refused(body: "", status: 400, text: ["QueryValidationError", "the body is not a question such as"]),
        Refused(body: #"{"query": " "}"#, status: 400, text: ["the query is empty"]),
        Refused(
            uri: "/v1/workspaces/other/query", status: 404,
            text: ["WorkspaceNotFoundError", "there is no workspace 'other'", "or edge"]),
        Refused(
            body: #"{"query": "AZFWNatRule", "workspaces": ["more"]}"#, status: 404,
            text: ["there is no workspace 'more'"]),
        Refused(prefer: "wait=601", status: 400, text: ["wait=601: write a number from 1 to 600"]),
        Refused(method: .get, uri: path + "?kql=a", status: 400, text: ["there is no parameter 'kql'"]),
        Refused(
            body: #"{"query": "\#(String(repeating: "a", count: QueryAPI.maximumBody))"}"#, status: 400,
            text: ["too large"]),
        Refused(
            uri: "/v1/$batch", body: #"{"requests": [{"id": "1"}]}"#, status: 400, text: ["the body is not a batch"]),
        Refused(
            uri: "/v1/$batch",
            body:
                #"{"requests": [{"id": "1", "path": "/query", "workspace": "edge"}, {"id": "1", "path": "/query", "workspace": "edge"}]}"#,
            status: 400, text: ["two requests of the batch have one id"]),
    ]

    @Test(arguments: refused)
    func refuses(_ request: Refused) async throws {
        let store = RecordedStore()
        let answer = try await ask(store, request.method, request.uri, prefer: request.prefer, body: request.body)
        #expect(answer.status == request.status)
        for text in request.text { #expect(answer.body.contains(text), "\(answer.body)") }
        #expect(store.asked.isEmpty)
    }

    @Test func answersEachOfABatch() async throws {
        let store = RecordedStore(.success(LogQueryResult(columns: ["Count"], rows: [[.integer(3)]])))
        let answer = try await ask(
            store, .post, "/v1/$batch",
            body: #"""
                {"requests": [
                  {"id": "a", "path": "/query", "method": "POST", "workspace": "edge", "body": {"query": "AZFWNatRule | count"}},
                  {"id": "b", "path": "/query", "method": "POST", "workspace": "edge", "body": {"query": "Nothing"}},
                  {"id": "c", "path": "/fakePath", "method": "POST", "workspace": "edge", "body": {"query": "AZFWNatRule"}}
                ]}
                """#)
        #expect(answer.status == 200)
        #expect(
            answer.body.hasPrefix(#"{"responses":[{"id":"a","status":200,"body":{"tables":[{"name":"PrimaryResult""#))
        #expect(answer.body.contains(#"{"id":"b","status":400,"body":{"error":{"code":"BadArgumentError""#))
        #expect(answer.body.contains(#"{"id":"c","status":404,"body":{"error":{"code":"PathNotFoundError""#))
    }

    @Test func saysWhereThereIsNothingToAsk() async throws {
        let answer = try await ask(nil, body: #"{"query": "AZFWNatRule"}"#)
        #expect(answer.status == 503)
    }
}
