import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MoatLogs
import MoatLogsTestSupport
import MoatModel
import NIOCore
import Testing

@testable import MoatServer

@Suite struct IngressRecordsAPITests {
    private static func line(status: UInt16) throws -> Data {
        IngressRecords.line(
            .ingressAccess(
                MoatIngressAccess(
                    timeGenerated: .now(), requestID: "1", client: try #require(IPAddress("203.0.113.50")),
                    clientPort: 1, host: "shop.example", method: "GET", path: "/", httpVersion: "HTTP/1.1",
                    tlsVersion: "", status: status, bytesReceived: 1, bytesSent: 2, durationSeconds: 0.5,
                    upstreamSeconds: 0.5, upstreamStatus: status, attempts: 1, namespace: "team", ingress: "shop",
                    service: "cart", endpoint: "10.0.5.7:80", userAgent: "", instance: "a")))
    }

    private func post(_ body: Data) async throws -> (TestResponse, [LogLine]) {
        let store = MemoryLogStore()
        let logs = LogWriter(
            store: store, origin: LogOrigin(firewall: "edge"),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let fixture = try await ControllerFixture()
        let router = APIRouter(controller: fixture.controller, logs: logs).build()
        let response = try await Application(router: router).test(.router) { client in
            try await client.executeRequest(
                uri: "/v1/ingress/records", method: .post, headers: [:], body: ByteBuffer(bytes: body))
        }
        logs.stop()
        return (response, try logs.read(tables: [.ingressAccess, .waf], since: nil, limit: 100))
    }

    @Test func aBatchIsKept() async throws {
        let (response, kept) = try await post(try Self.line(status: 200) + Self.line(status: 404))
        #expect(response.status == .ok)
        #expect(
            try APICoding.decoder.decode(IngressRecordsReport.self, from: Data(response.body.readableBytesView))
                .accepted == 2)
        #expect(kept.count == 2)
        for line in kept { try LogTableSchema.check(line.json) }
    }

    @Test func ofABatchWithABadLineNothingIsKept() async throws {
        let (response, kept) = try await post(try Self.line(status: 200) + Data("{}\n".utf8))
        #expect(response.status == .badRequest)
        #expect(
            String(buffer: response.body)
                .contains("none of the records was taken: line 2: Type is not one of MoatIngressAccess, MoatWaf"))
        #expect(kept.isEmpty)
    }
}
