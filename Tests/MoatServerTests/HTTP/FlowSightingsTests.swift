import Foundation
import Hummingbird
import HummingbirdTesting
import MoatAnalysis
import MoatLogs
import NIOCore
import Testing

@testable import MoatServer
@testable import moat

/// What `moat explain` says of the flows that there were.
@Suite struct FlowSightingsTests {
    private func explain(_ flow: String, _ store: (any LogQuerying)?) async throws -> ExplainReport {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        let router = APIRouter(
            controller: fixture.controller, logs: nil,
            query: store.map { QueryEngine(store: $0, now: { FilledStore.now }) }
        ).build()
        let body = ByteBuffer(bytes: try APICoding.encoder.encode(ExplainRequest(flow: flow)))
        return try await Application(router: router).test(.router) { client in
            let response = try await client.executeRequest(
                uri: "/v1/explain", method: .post, headers: [:], body: body)
            #expect(response.status == .ok)
            return try APICoding.decoder.decode(ExplainReport.self, from: Data(response.body.readableBytesView))
        }
    }

    @Test(
        arguments: [
            ("10.0.5.7 to 203.0.113.9:80", "203.0.113.9", [("Deny", 2)]),
            ("10.0.5.8 to 203.0.113.9:80/tcp", "203.0.113.9", [("Deny", 1)]),
            ("10.0.5.7 to 203.0.113.9:443", "203.0.113.9", [("Allow", 2)]),
            ("203.0.113.50 to 198.51.100.10:80", "198.51.100.10", [("DNAT", 1)]),
            ("10.0.5.7 to https://Registry-1.docker.io", "registry-1.docker.io", [("Deny", 1)]),
            ("10.0.5.7 to 203.0.113.9:443/udp", "203.0.113.9", []), ("10.0.5.7 to 203.0.113.9/icmp", "203.0.113.9", []),
            ("10.0.5.9 to 203.0.113.9:80", "203.0.113.9", []), ("10.0.5.7 to https://docker.io", "docker.io", []),
            ("10.0.5.7 to docker.io:53/udp", "docker.io", []),
        ] as [(String, String, [(String, Int)])])
    func countsTheFlowsOfTheLastDay(flow: String, destination: String, actions: [(String, Int)]) async throws {
        let filled = try FilledStore()
        let sightings = try #require(try await explain(flow, filled.store).sightings)
        #expect(sightings.hours == 24)
        #expect(sightings.destination == destination)
        #expect(sightings.actions == actions.map { FlowSightings.Action(name: $0.0, count: $0.1) })
        #expect(sightings.count == actions.reduce(0) { $0 + $1.1 })
    }

    @Test func looksNoFurtherBackThanADay() async throws {
        let store = RecordedStore()
        _ = try await explain("10.0.5.7 to 203.0.113.9:80", store)
        #expect(store.asked.count == 1)
        #expect(store.asked.first?.contains("2026-11-24 12:00:00") == true)
    }

    @Test func saysNothingWithoutLogsThatCanBeAsked() async throws {
        #expect(try await explain("10.0.5.7 to 203.0.113.9:80", nil).sightings == nil)
        let broken = RecordedStore(.failure(LogQueryError(.failed, "no file")))
        let report = try await explain("10.0.5.7 to 203.0.113.9:80", broken)
        #expect(report.sightings == nil)
        #expect(!report.explanation.text.isEmpty)
    }

    @Test func printsWhatWasSeenAtTheEnd() async throws {
        var report = try await explain("10.0.5.7 to 203.0.113.9:80", nil)
        let bare = ExplainText(report: report).text
        #expect(!bare.lowercased().contains("seen "))
        report.sightings = FlowSightings(
            hours: 24, destination: "docker.io",
            actions: [.init(name: "Deny", count: 1035), .init(name: "Allow", count: 2)])
        #expect(
            ExplainText(report: report).text == bare
                + "\nSeen 1,037 times in the last 24 h (Deny 1,035, Allow 2):  moat query -n denied-to docker.io")
        report.sightings?.actions = [.init(name: "Allow", count: 1)]
        #expect(ExplainText(report: report).text == bare + "\nSeen 1 time in the last 24 h (Allow 1)")
        report.sightings?.actions = []
        #expect(ExplainText(report: report).text == bare + "\nNot seen in the last 24 h")
    }
}
