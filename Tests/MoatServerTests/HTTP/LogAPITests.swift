import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MoatLogs
import MoatLogsTestSupport
import NIOCore
import Testing

@testable import MoatServer

@Suite struct LogAPITests {
    private func line(_ table: LogTable, _ number: Int, age: TimeInterval) -> LogLine {
        LogLine(table: table, time: Date(timeIntervalSinceNow: -age), json: Data(#"{"n":\#(number)}"#.utf8))
    }

    private func get(_ uri: String) async throws -> TestResponse {
        let store = MemoryLogStore()
        store.put([
            line(.networkRule, 1, age: 600), line(.natRule, 2, age: 60), line(.networkRule, 3, age: 1),
        ])
        let logs = LogWriter(
            store: store, origin: LogOrigin(firewall: "edge"),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        defer { logs.stop() }
        let fixture = try await ControllerFixture()
        let router = APIRouter(controller: fixture.controller, logs: logs).build()
        return try await Application(router: router).test(.router) { client in
            try await client.executeRequest(uri: uri, method: .get, headers: [:], body: nil)
        }
    }

    @Test(arguments: [
        ("/v1/logs", [1, 2, 3]),
        ("/v1/logs?since=300", [2, 3]),
        ("/v1/logs?limit=1", [3]),
        ("/v1/logs?limit=0", []),
        ("/v1/logs?table=AZFWNatRule", [2]),
        ("/v1/logs?table=AZFWNatRule,AZFWNetworkRule&since=300&limit=1", [3]),
    ])
    func selects(uri: String, numbers: [Int]) async throws {
        let response = try await get(uri)
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "application/x-ndjson; charset=utf-8")
        #expect(String(buffer: response.body) == numbers.map { #"{"n":\#($0)}"# + "\n" }.joined())
    }

    @Test func namesTheTables() async throws {
        let response = try await get("/v1/logs?table=AZFWIdpsSignature")
        #expect(response.status == .badRequest)
        #expect(String(buffer: response.body).contains("the tables are AZFWNetworkRule, AZFWNatRule"))
    }
}
