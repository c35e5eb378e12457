import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MoatGateway
import MoatLogs
import MoatModel
import MoatPolicy
import NIOCore
import Testing

@testable import MoatServer

@Suite struct APITests {
    /// Runs requests against the router.
    private func withAPI(
        logs: LogWriter? = nil, _ body: @Sendable (ControllerFixture, any TestClientProtocol) async throws -> Void
    ) async throws {
        let fixture = try await ControllerFixture()
        let router = APIRouter(controller: fixture.controller, logs: logs).build()
        try await Application(router: router).test(.router) { client in try await body(fixture, client) }
    }

    private static func lines(_ documents: [Data]) -> ByteBuffer {
        ByteBuffer(bytes: documents.joined(separator: [UInt8(ascii: "\n")]))
    }

    private static func error(_ response: TestResponse) throws -> APIError {
        try APICoding.decoder.decode(APIError.Envelope.self, from: Data(response.body.readableBytesView)).error
    }

    private static func value<Value: Decodable>(_ response: TestResponse) throws -> Value {
        try APICoding.decoder.decode(Value.self, from: Data(response.body.readableBytesView))
    }

    @Test func saysThatItIsWell() async throws {
        try await withAPI { _, client in
            let response = try await client.executeRequest(uri: "/healthz", method: .get, headers: [:], body: nil)
            #expect(response.status == .ok)
            #expect(String(buffer: response.body) == "ok\n")
        }
    }

    @Test func appliesAndShows() async throws {
        try await withAPI { _, client in
            let documents = try Manifest.documents(Manifest.network, Manifest.group([("https", 443)]))
            let dry = try await client.executeRequest(
                uri: "/v1/apply?dryRun=true", method: .post, headers: [:], body: Self.lines(documents))
            #expect(dry.status == .ok)
            #expect(try (Self.value(dry) as ApplyReport).dryRun)
            let applied = try await client.executeRequest(
                uri: "/v1/apply", method: .post, headers: [:], body: Self.lines(documents))
            let report: ApplyReport = try Self.value(applied)
            #expect(report.version == 1)
            #expect(report.summary.rules.added == 1)

            let status = try await client.executeRequest(uri: "/v1/status", method: .get, headers: [:], body: nil)
            #expect(try (Self.value(status) as StatusReport).version == 1)
            let history = try await client.executeRequest(
                uri: "/v1/history?limit=5", method: .get, headers: [:], body: nil)
            #expect(try (Self.value(history) as [StateVersion]).map(\.comment) == ["apply"])

            let group = try await client.executeRequest(
                uri: "/v1/resources/RuleCollectionGroup/egress/team", method: .get, headers: [:], body: nil)
            #expect(Data(group.body.readableBytesView) == documents.last)
            let all = try await client.executeRequest(uri: "/v1/resources", method: .get, headers: [:], body: nil)
            #expect(ManifestReader.read(json: Data(all.body.readableBytesView)).resources.count == 5)
            let kind = try await client.executeRequest(
                uri: "/v1/resources/Firewall", method: .get, headers: [:], body: nil)
            #expect(ManifestReader.read(json: Data(kind.body.readableBytesView)).resources.map(\.name) == ["edge"])

            let deleted = try await client.executeRequest(
                uri: "/v1/resources/RuleCollectionGroup/egress/team", method: .delete, headers: [:], body: nil)
            #expect(try (Self.value(deleted) as ApplyReport).version == 2)
            let back = try await client.executeRequest(uri: "/v1/rollback/1", method: .post, headers: [:], body: nil)
            #expect(try (Self.value(back) as ApplyReport).version == 3)
        }
    }

    @Test func confirms() async throws {
        try await withAPI { _, client in
            let body = Self.lines(try Manifest.documents(Manifest.ipGroup("a", "10.0.0.1")))
            let applied = try await client.executeRequest(
                uri: "/v1/apply?confirm=60", method: .post, headers: [:], body: body)
            #expect(try (Self.value(applied) as ApplyReport).confirmWithin == 60)
            let confirmed = try await client.executeRequest(uri: "/v1/confirm", method: .post, headers: [:], body: nil)
            #expect(try (Self.value(confirmed) as ConfirmReport) == ConfirmReport(version: 1))
            let again = try await client.executeRequest(uri: "/v1/confirm", method: .post, headers: [:], body: nil)
            #expect(again.status == .conflict)
        }
    }

    @Test func listsLiveFlows() async throws {
        try await withAPI { fixture, client in
            let flow = Flow(
                side: .private, source: .v4(IPv4Address(rawValue: 0x0a00_0507)),
                destination: .v4(IPv4Address(rawValue: 0xcb00_7109)), ipProtocol: .tcp, sourcePort: 41022,
                destinationPort: 443)
            let quiet = LiveFlow(flow: flow, ruleNumber: 16, bytesSent: 10)
            var busy = LiveFlow(flow: flow, ruleNumber: 17, bytesSent: 10, bytesReceived: 5000, age: 3.5)
            busy.translatedSource = Decision.Translation(address: IPv4Address(rawValue: 0xc633_640a), port: 41022)
            fixture.dataPlane.set(flows: [quiet, busy])
            let response = try await client.executeRequest(uri: "/v1/flows", method: .get, headers: [:], body: nil)
            let rows: [FlowRow] = try Self.value(response)
            #expect(rows.map(\.ruleNumber) == [17, 16])
            #expect(
                rows[0]
                    == FlowRow(
                        protocol: "TCP", source: "10.0.5.7", sourcePort: 41022, destination: "203.0.113.9",
                        destinationPort: 443, side: "private", translatedSource: "198.51.100.10:41022", rule: nil,
                        ruleNumber: 17, bytesSent: 10, bytesReceived: 5000, age: 3.5))
        }
    }

    struct BadRequest: Sendable, CustomTestStringConvertible {
        var method: HTTPRequest.Method
        var uri: String
        var body = ""
        var status: HTTPResponse.Status
        var code: APIErrorCode
        var message: String

        var testDescription: String { "\(method) \(uri)" }
    }

    static let badRequests = [
        BadRequest(
            method: .get, uri: "/v2/status", status: .notFound, code: .notFound,
            message: "the API has no GET /v2/status"),
        BadRequest(
            method: .put, uri: "/v1/apply", status: .notFound, code: .notFound, message: "the API has no PUT /v1/apply"),
        BadRequest(
            method: .post, uri: "/v1/apply", status: .badRequest, code: .badRequest,
            message: "there is nothing to apply"),
        BadRequest(
            method: .post, uri: "/v1/apply?dryrun=true", body: "{}", status: .badRequest, code: .badRequest,
            message: "/v1/apply has no parameter 'dryrun'; it knows assume, confirm, dryRun"),
        BadRequest(
            method: .post, uri: "/v1/apply?dryRun=yes", body: "{}", status: .badRequest, code: .badRequest,
            message: "dryRun=yes: write true or false"),
        BadRequest(
            method: .post, uri: "/v1/apply?confirm=soon", body: "{}", status: .badRequest, code: .badRequest,
            message: "confirm=soon: write a number of seconds from 1 to 86400"),
        BadRequest(
            method: .post, uri: "/v1/apply?dryRun=true&assume=Bucket:a", body: "{}", status: .badRequest,
            code: .badRequest, message: "assume=Bucket:a: write Kind:name"),
        BadRequest(
            method: .post, uri: "/v1/apply", body: "{}", status: .unprocessableContent, code: .invalid,
            message: "errors. Nothing was applied; version 0 stays in force."),
        BadRequest(
            method: .post, uri: "/v1/apply", body: "\u{0}\u{1}binary", status: .unprocessableContent, code: .invalid,
            message: "1 error. Nothing was applied"),
        BadRequest(
            method: .post, uri: "/v1/rollback/x", status: .badRequest, code: .badRequest,
            message: "'x' is not the number of a version"),
        BadRequest(
            method: .post, uri: "/v1/rollback/-1", status: .badRequest, code: .badRequest,
            message: "'-1' is not the number of a version"),
        BadRequest(
            method: .post, uri: "/v1/rollback/7", status: .notFound, code: .notFound, message: "there is no version 7"),
        BadRequest(
            method: .get, uri: "/v1/resources/Bucket", status: .notFound, code: .notFound,
            message: "there is no kind 'Bucket'; the kinds are VirtualNetwork"),
        BadRequest(
            method: .get, uri: "/v1/resources/IPGroup/nowhere", status: .notFound, code: .notFound,
            message: "there is no IPGroup nowhere; `moat get IPGroup` lists those that are"),
        BadRequest(
            method: .get, uri: "/v1/resources/IPGroup/..%2F..%2Fetc%2Fpasswd", status: .notFound, code: .notFound,
            message: "there is no IPGroup ../../etc/passwd"),
        BadRequest(
            method: .get, uri: "/v1/resources/IPGroup/%FF", status: .badRequest, code: .badRequest,
            message: "the path does not end with the name of a resource"),
        BadRequest(
            method: .get, uri: "/v1/history?limit=0", status: .badRequest, code: .badRequest,
            message: "limit=0: write a number from 1 to 1000"),
        BadRequest(
            method: .get, uri: "/v1/history?limit=1&limit=2", status: .badRequest, code: .badRequest,
            message: "the parameter 'limit' is given twice"),
        BadRequest(
            method: .post, uri: "/v1/explain", body: "10.0.0.1", status: .badRequest, code: .badRequest,
            message: "the body is not a question such as"),
        BadRequest(
            method: .get, uri: "/v1/logs", status: .serviceUnavailable, code: .unavailable,
            message: "this daemon keeps no log"),
    ]

    @Test(arguments: badRequests)
    func refuses(_ request: BadRequest) async throws {
        try await withAPI { fixture, client in
            let response = try await client.executeRequest(
                uri: request.uri, method: request.method, headers: [:], body: ByteBuffer(string: request.body))
            #expect(response.status == request.status)
            #expect(response.headers[.contentType] == "application/json; charset=utf-8")
            let error = try Self.error(response)
            #expect(error.code == request.code)
            #expect(error.message.contains(request.message), "\(error.message)")
            #expect(try fixture.store.newestVersion() == nil)
        }
    }

    @Test func refusesABodyThatIsTooLarge() async throws {
        try await withAPI { _, client in
            let body = ByteBuffer(repeating: UInt8(ascii: " "), count: APIRouter.maximumBody + 1)
            let response = try await client.executeRequest(uri: "/v1/apply", method: .post, headers: [:], body: body)
            #expect(response.status == .contentTooLarge)
            #expect(try Self.error(response).code == .tooLarge)
        }
    }

    @Test func sendsIssuesWithTheirPaths() async throws {
        try await withAPI { _, client in
            let body = ByteBuffer(
                string:
                    #"{"apiVersion":"moat.dev/v1alpha1","kind":"IPGroup","metadata":{"name":"a"},"spec":{"ipAddresses":["10.0.0.300"]}}"#
            )
            let response = try await client.executeRequest(uri: "/v1/apply", method: .post, headers: [:], body: body)
            let issue = try #require(try Self.error(response).issues.first)
            #expect(issue.resource == ResourceKey(kind: .ipGroup, name: "a"))
            #expect(issue.path == "spec.ipAddresses[0]")
            #expect(issue.position == nil)
        }
    }
}
