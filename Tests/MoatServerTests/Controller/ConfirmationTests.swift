import Foundation
import MoatModel
import Testing

@testable import MoatServer

@Suite struct ConfirmationTests {
    private let group = Manifest.ipGroup("offices", "192.0.2.0/24")

    private func order(_ seconds: Int = 60) -> ChangeOrder {
        ChangeOrder(by: "ada", comment: "apply", confirmWithin: .seconds(seconds))
    }

    @Test func anUnconfirmedVersionGoesAwayAgain() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        let report = try await fixture.apply(group, order: order())
        #expect(report.confirmWithin == 60)
        #expect(try await fixture.controller.status().pending?.version == 2)
        try await fixture.waitForSleeper()
        fixture.clock.advance(by: .seconds(59))
        #expect(try await fixture.controller.status().version == 2)
        fixture.clock.advance(by: .seconds(1))
        try await fixture.eventually { try await fixture.controller.status().version == 3 }
        let version = try #require(try fixture.store.newestVersion())
        #expect(version.comment == "version 2 not confirmed; back to 1")
        #expect(version.by == "moat serve")
        #expect(try fixture.store.documents(ofVersion: 3) == fixture.store.documents(ofVersion: 1))
        #expect(try await fixture.controller.status().pending == nil)
        #expect(try fixture.store.pendingConfirmation() == nil)
        #expect(fixture.dataPlane.applied.count == 4)
    }

    @Test func aConfirmedVersionStays() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.apply(group, order: order())
        #expect(try await fixture.controller.confirm() == ConfirmReport(version: 1))
        fixture.clock.advance(by: .seconds(3600))
        try await Task.sleep(for: .milliseconds(50))
        #expect(try await fixture.controller.status().version == 1)
        #expect(try fixture.store.pendingConfirmation() == nil)
        #expect(fixture.clock.sleeperCount == 0)
    }

    @Test func thereMustBeSomethingToConfirm() async throws {
        let fixture = try await ControllerFixture()
        let error = await #expect(throws: APIError.self) { try await fixture.controller.confirm() }
        #expect(error?.code == .conflict)
        #expect(error?.message == "nothing waits for confirmation; version 0 stays in force")
    }

    @Test func noSecondChangeWhileOneWaits() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        _ = try await fixture.apply(group, order: order())
        let error = await #expect(throws: APIError.self) {
            try await fixture.apply(Manifest.ipGroup("more", "192.0.2.7"))
        }
        #expect(error?.code == .conflict)
        #expect(
            error?.message
                == "version 2 waits for confirmation, 60 s more; keep it with `moat confirm` or take it back with `moat rollback 1`, then try again"
        )
        await #expect(throws: APIError.self) {
            try await fixture.controller.delete(ResourceKey(kind: .ipGroup, name: "offices"), order())
        }
    }

    @Test func rollingBackByHandEndsTheWait() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        _ = try await fixture.apply(group, order: order())
        let report = try await fixture.controller.rollback(to: 1, ControllerFixture.order)
        #expect(report.version == 3)
        #expect(try fixture.store.pendingConfirmation() == nil)
        fixture.clock.advance(by: .seconds(120))
        try await Task.sleep(for: .milliseconds(50))
        #expect(try await fixture.controller.status().version == 3)
    }

    @Test func anUnchangedApplyWaitsForNothing() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.apply(group)
        let report = try await fixture.apply(group, order: order())
        #expect(!report.isChange)
        #expect(report.confirmWithin == nil)
        #expect(try fixture.store.pendingConfirmation() == nil)
    }

    @Test func aFailedChangeLeavesTheWaitAlone() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        _ = try await fixture.apply(group, order: order())
        let waiting = try fixture.store.pendingConfirmation()
        fixture.dataPlane.refuse()
        await #expect(throws: APIError.self) {
            try await fixture.controller.rollback(to: 1, ControllerFixture.order)
        }
        #expect(try fixture.store.pendingConfirmation() == waiting)
        #expect(try await fixture.controller.status().pending == waiting)
    }

    @Test func triesAgainWhenItCannotBeTakenBack() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        _ = try await fixture.apply(group, order: order())
        try await fixture.waitForSleeper()
        fixture.dataPlane.refuse()
        fixture.clock.advance(by: .seconds(60))
        try await fixture.waitForSleeper()
        #expect(try await fixture.controller.status().version == 2)
        fixture.dataPlane.refuse(false)
        fixture.clock.advance(by: .seconds(5))
        try await fixture.eventually { try await fixture.controller.status().version == 3 }
    }

    @Test func theWaitSurvivesARestart() async throws {
        let first = try await ControllerFixture()
        _ = try await first.applyReference()
        _ = try await first.apply(group, order: order())
        first.clock.advance(by: .seconds(20))
        let second = try await ControllerFixture(directory: first.directory, clock: first.clock)
        #expect(try await second.controller.status().version == 2)
        #expect(try await second.controller.status().pending?.version == 2)
        first.clock.advance(by: .seconds(39))
        #expect(try await second.controller.status().version == 2)
        #expect(try await second.controller.confirm() == ConfirmReport(version: 2))
    }

    @Test func aWaitThatEndedWhileTheDaemonWasAwayIsNeverInForceAgain() async throws {
        let clock = ManualClock()
        let directory = try TemporaryDirectory()
        do {
            let store = try StateStore(path: directory.file("state.sqlite"))
            let documents = try Manifest.documents(group)
            _ = try store.commit(
                .changed(set: [ResourceKey(kind: .ipGroup, name: "offices"): documents[0]], removed: []), by: "ada",
                comment: "apply", summary: ChangeSummary(), at: clock.date,
                confirmation: clock.date.addingTimeInterval(60))
        }
        clock.advance(by: .seconds(61))
        let fixture = try await ControllerFixture(directory: directory, clock: clock)
        #expect(fixture.dataPlane.applied.count == 1, "only the version before is ever put in force")
        #expect(try await fixture.controller.status().version == 2)
        #expect(try await fixture.names().isEmpty)
        #expect(try fixture.store.newestVersion()?.comment == "version 1 not confirmed; back to 0")
        #expect(try fixture.store.newestVersion()?.summary.resources == .init(removed: 1))
    }

    @Test(arguments: [0, 24 * 3600 + 1])
    func theTimeIsWithinReason(seconds: Int) async throws {
        let fixture = try await ControllerFixture()
        let error = await #expect(throws: APIError.self) { try await fixture.apply(group, order: order(seconds)) }
        #expect(error?.code == .badRequest)
        #expect(try fixture.store.newestVersion() == nil)
    }
}
