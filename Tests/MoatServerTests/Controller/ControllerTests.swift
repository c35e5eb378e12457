import Foundation
import MoatGateway
import MoatModel
import MoatPolicy
import Testing

@testable import MoatServer

@Suite struct ControllerTests {
    @Test func deniesEverythingBeforeTheFirstApply() async throws {
        let fixture = try await ControllerFixture()
        #expect(fixture.dataPlane.applied.count == 1, "a gate without a snapshot is not a state to be in")
        let status = try await fixture.controller.status()
        #expect(status.version == 0)
        #expect(!status.isDefined)
        #expect(status.notice == "Firewall edge is not defined yet; everything is denied.")
    }

    @Test func appliesANewConfiguration() async throws {
        let fixture = try await ControllerFixture()
        let report = try await fixture.applyReference()
        #expect(report.version == 1)
        #expect(report.previous == 0)
        #expect(report.summary == ChangeSummary(resources: .init(added: 5), rules: .init(added: 2)))
        #expect(report.outcome == ApplyOutcome(inForceMilliseconds: 1.5, flowsJudged: 7, flowsCut: 3))
        #expect(try #require(report.inForceMilliseconds) >= 1.5)
        #expect(report.notice == nil)
        #expect(fixture.dataPlane.applied.count == 2)
        let status = try await fixture.controller.status()
        #expect(status.isDefined)
        #expect(status.policy == "egress")
        #expect(status.version == 1)
        #expect(
            status.resources == [
                "Firewall": 1, "FirewallPolicy": 1, "PublicIPAddress": 1, "RuleCollectionGroup": 1, "VirtualNetwork": 1,
            ])
        #expect(try fixture.store.newestVersion()?.by == "ada")
    }

    @Test func keepsWhatIsNotMentioned() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        let report = try await fixture.apply(Manifest.ipGroup("offices", "192.0.2.0/24"))
        #expect(report.version == 2)
        #expect(report.summary == ChangeSummary(resources: .init(added: 1)))
        #expect(try await fixture.names().count == 6)
    }

    @Test func tellsRulesApart() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        let report = try await fixture.apply(Manifest.group([("https", 8443), ("ntp", 123)]))
        #expect(report.summary.rules == .init(added: 1, changed: 1, removed: 1))
        #expect(
            report.changes == [
                ResourceChange(
                    kind: .ruleCollectionGroup, name: "egress/team", change: .changed,
                    rules: [
                        RuleChange(collection: "web", rule: "https", change: .changed),
                        RuleChange(collection: "web", rule: "ntp", change: .added),
                        RuleChange(collection: "web", rule: "dns", change: .removed),
                    ], ruleCount: 3)
            ])
        let denied = try await fixture.apply(Manifest.group([("https", 8443), ("ntp", 123)], action: "Deny"))
        #expect(denied.summary.rules == .init(changed: 2), "the collection's action is part of what a rule means")
    }

    @Test func anUnchangedApplyMakesNoVersion() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        let report = try await fixture.applyReference()
        #expect(!report.isChange)
        #expect(report.version == 1)
        #expect(report.outcome == nil)
        #expect(fixture.dataPlane.applied.count == 2)
        #expect(try fixture.store.history(limit: 10).count == 1)
    }

    @Test func anotherSpellingIsNoChange() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.apply(Manifest.ipGroup("offices", "192.0.2.0/24"))
        let spelt = Data(
            #"{"kind":"IPGroup", "metadata":{"name":"offices"}, "apiVersion":"moat.dev/v1alpha1", "spec":{"ipAddresses":["192.0.2.0/24"]}}"#
                .utf8)
        let report = try await fixture.controller.apply([spelt], ControllerFixture.order)
        #expect(!report.isChange)
    }

    @Test func aDryRunChangesNothing() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        var order = ControllerFixture.order
        order.dryRun = true
        let report = try await fixture.apply(Manifest.group([("https", 443)]), order: order)
        #expect(report.dryRun)
        #expect(report.version == 2)
        #expect(report.previous == 1)
        #expect(report.summary.rules == .init(removed: 1))
        #expect(report.outcome == nil)
        #expect(fixture.dataPlane.applied.count == 2)
        #expect(try fixture.store.newestVersion()?.number == 1)
        #expect(try await fixture.controller.status().version == 1)
    }

    @Test func reportsAllIssuesAndChangesNothing() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        let documents = [
            Data(
                #"{"apiVersion":"moat.dev/v1alpha1","kind":"IPGroup","metadata":{"name":"a"},"spec":{"ipAddresses":["10.0.0.300"]}}"#
                    .utf8),
            Data(#"{"apiVersion":"moat.dev/v1alpha1","kind":"Bucket","metadata":{"name":"b"},"spec":{}}"#.utf8),
            Data("not json".utf8),
        ]
        let error = await #expect(throws: APIError.self) {
            try await fixture.controller.apply(documents, ControllerFixture.order)
        }
        #expect(error?.code == .invalid)
        #expect(error?.issues.count == 3)
        #expect(error?.message == "3 errors. Nothing was applied; version 1 stays in force.")
        #expect(try fixture.store.newestVersion()?.number == 1)
        #expect(fixture.dataPlane.applied.count == 2)
    }

    @Test func refusesReferencesToNothing() async throws {
        let fixture = try await ControllerFixture()
        let error = await #expect(throws: APIError.self) {
            try await fixture.apply(Manifest.group([("https", 443)]))
        }
        #expect(error?.code == .invalid)
        #expect(error?.issues.first?.message.contains("there is no FirewallPolicy egress") == true)
        var order = ControllerFixture.order
        order.dryRun = true
        order.assumed = [ResourceKey(kind: .firewallPolicy, name: "egress")]
        let report = try await fixture.apply(Manifest.group([("https", 443)]), order: order)
        #expect(report.summary.rules.added == 1, "what the client could not read is taken as good")
    }

    @Test func assumptionsAreForDryRunsOnly() async throws {
        let fixture = try await ControllerFixture()
        var order = ControllerFixture.order
        order.assumed = [ResourceKey(kind: .firewallPolicy, name: "egress")]
        let error = await #expect(throws: APIError.self) {
            try await fixture.apply(Manifest.group([("https", 443)]), order: order)
        }
        #expect(error?.code == .badRequest)
        #expect(try fixture.store.newestVersion() == nil)
    }

    @Test func refusesTheSameResourceTwice() async throws {
        let fixture = try await ControllerFixture()
        let error = await #expect(throws: APIError.self) {
            try await fixture.apply(Manifest.ipGroup("a", "10.0.0.1"), Manifest.ipGroup("a", "10.0.0.2"))
        }
        #expect(error?.issues.map(\.message) == ["stands twice in one apply"])
    }

    @Test func aRefusingGateLeavesEverythingAsItWas() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        let before = try await fixture.names()
        fixture.dataPlane.refuse()
        let error = await #expect(throws: APIError.self) {
            try await fixture.apply(Manifest.ipGroup("offices", "192.0.2.0/24"))
        }
        #expect(error?.code == .dataPlane)
        #expect(
            error?.message
                == "the gate refused the change: the kernel has no memory left. Nothing was applied; version 1 stays in force."
        )
        #expect(try fixture.store.newestVersion()?.number == 1)
        #expect(try await fixture.names() == before)
        #expect(try await fixture.controller.status().version == 1)
        fixture.dataPlane.refuse(false)
        #expect(try await fixture.apply(Manifest.ipGroup("offices", "192.0.2.0/24")).version == 2)
    }

    @Test func deletes() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        let key = ResourceKey(kind: .ruleCollectionGroup, name: "egress/team")
        let report = try await fixture.controller.delete(key, ControllerFixture.order)
        #expect(report.version == 2)
        #expect(report.summary == ChangeSummary(resources: .init(removed: 1), rules: .init(removed: 2)))
        #expect(!(try await fixture.names()).contains(key.description))
        let again = await #expect(throws: APIError.self) {
            try await fixture.controller.delete(key, ControllerFixture.order)
        }
        #expect(again?.code == .notFound)
    }

    @Test func refusesToDeleteWhatIsReferredTo() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        let error = await #expect(throws: APIError.self) {
            try await fixture.controller.delete(
                ResourceKey(kind: .firewallPolicy, name: "egress"), ControllerFixture.order)
        }
        #expect(error?.code == .invalid)
        #expect(error?.issues.isEmpty == false)
        #expect(try await fixture.controller.status().version == 1)
    }

    @Test func rollsBackToAnEarlierVersion() async throws {
        let fixture = try await ControllerFixture()
        _ = try await fixture.applyReference()
        _ = try await fixture.apply(Manifest.group([("https", 443)]), Manifest.ipGroup("offices", "192.0.2.0/24"))
        let report = try await fixture.controller.rollback(
            to: 1, ChangeOrder(by: "ada", comment: "rollback to 1"))
        #expect(report.version == 3)
        #expect(report.previous == 2)
        #expect(report.summary == ChangeSummary(resources: .init(changed: 1, removed: 1), rules: .init(added: 1)))
        #expect(try fixture.store.documents(ofVersion: 3) == fixture.store.documents(ofVersion: 1))
        #expect(try fixture.store.newestVersion()?.comment == "rollback to 1")
        #expect(fixture.dataPlane.applied.count == 4)
        await #expect(throws: StateStoreError.self) {
            try await fixture.controller.rollback(to: 99, ControllerFixture.order)
        }
    }

    @Test func changesAreMadeOneAfterTheOther() async throws {
        let fixture = try await ControllerFixture()
        fixture.dataPlane.setDelay(.milliseconds(5))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...10 {
                group.addTask { _ = try await fixture.apply(Manifest.ipGroup("g\(number)", "10.0.0.\(number)")) }
            }
            try await group.waitForAll()
        }
        #expect(fixture.dataPlane.mostRunning == 1)
        #expect(try fixture.store.newestVersion()?.number == 10)
        #expect(try await fixture.names().count == 10)
    }

    @Test func takesUpWhereItLeftOff() async throws {
        let first = try await ControllerFixture()
        _ = try await first.applyReference()
        let names = try await first.names()
        let second = try await ControllerFixture(directory: first.directory)
        #expect(second.dataPlane.applied.count == 1)
        #expect(try await second.names() == names)
        #expect(try await second.controller.status().version == 1)
        #expect(try await second.controller.status().isDefined)
    }
}
