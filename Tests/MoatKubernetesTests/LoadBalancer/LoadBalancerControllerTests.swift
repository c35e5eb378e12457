import Logging
import MoatModel
import Synchronization
import Testing

@testable import MoatKubernetes

@Suite struct LoadBalancerControllerTests {
    /// A controller at work, with all that it speaks with.
    private struct Rig {
        let api = FakeAPI()
        let dataPath = FakeDataPath()
        let prober = FakeProber()
        let controller: LoadBalancerController

        init(_ change: (inout LoadBalancerTimes) -> Void = { _ in }) throws {
            var times = LoadBalancerTimes()
            times.firstRetry = .milliseconds(5)
            times.longestRetry = .milliseconds(20)
            change(&times)
            controller = LoadBalancerController(
                try LoadBalancerConfiguration(subnets: [Make.subnet()]), api: api, dataPath: dataPath, prober: prober,
                times: times, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }

        /// Tells complete lists, and that this one leads.
        func start(_ services: [Service] = [], _ slices: [EndpointSlice] = []) async {
            await controller.take(.leading)
            await controller.take(.services(services.map(api.put)))
            await controller.take(.slices(slices))
            await controller.take(.nodes([]))
        }

        /// What is not so within a minute is not so.
        func eventually(
            _ what: Comment, _ location: SourceLocation = #_sourceLocation, _ condition: () async -> Bool
        ) async throws {
            let deadline = ContinuousClock.now + .seconds(300)
            while !(await condition()) {
                guard ContinuousClock.now < deadline else {
                    Issue.record(what, sourceLocation: location)
                    throw CancellationError()
                }
                try await Task.sleep(for: .milliseconds(2))
            }
        }

        func status(_ name: String = "front") -> String? { api.get(name)?.status.loadBalancer.ingress.first?.ip }
    }

    private func run(_ rig: Rig, _ body: () async throws -> Void) async throws {
        let running = Task { try await rig.controller.run() }
        do {
            try await body()
        } catch {
            running.cancel()
            _ = await running.result
            throw error
        }
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
    }

    private let slice = Make.slice("a", [Make.endpoint("10.0.5.1"), Make.endpoint("10.0.5.2")])

    @Test func fromServiceToStatus() async throws {
        let rig = try Rig()
        try await run(rig) {
            await rig.start([Make.service()], [slice])
            try await rig.eventually("the status names the address") { rig.status() == "10.0.4.4" }
            #expect(rig.dataPath.backends() == ["10.0.5.1:8080", "10.0.5.2:8080"])
            #expect(rig.api.get("front")?.metadata.finalizers == [LoadBalancerReconciler.finalizer])
            try await rig.eventually("it is told") {
                rig.api.reasons == ["EnsuringLoadBalancer", "EnsuredLoadBalancer"]
            }
            // The finalizer, and then the status, and nothing else.
            #expect(rig.api.state.withLock { $0.writes.count } == 2)
        }
    }

    /// An empty list of wishes would take the rules of all Services away; so nothing is said before
    /// each has the address that is recorded for it.
    @Test func wishesForPublicAddressesAreKnownOnceAllIsPlanned() async throws {
        let rig = try Rig()
        await rig.start(
            [Make.service(annotations: [ServiceAnnotation.publicIP: "edge-ip"], ingress: "10.0.4.9")], [slice])
        #expect(await rig.controller.publicAddresses == nil)
        try await run(rig) {
            try await rig.eventually("they are known") { await rig.controller.publicAddresses != nil }
            #expect(await rig.controller.publicAddresses?.map(\.address) == ["10.0.4.9"])
        }
    }

    /// Before all lists have come nothing is put in force, for it would cut what an earlier process left.
    @Test func waitsForAllLists() async throws {
        let rig = try Rig()
        try await run(rig) {
            await rig.controller.take(.leading)
            await rig.controller.take(.services([rig.api.put(Make.service())]))
            await rig.controller.take(.nodes([]))
            try await Task.sleep(for: .milliseconds(50))
            #expect(rig.dataPath.count == 0)
            await rig.controller.take(.slices([slice]))
            try await rig.eventually("the table comes whole") { rig.dataPath.backends()?.count == 2 }
        }
    }

    @Test func deletion() async throws {
        let rig = try Rig()
        try await run(rig) {
            await rig.start([Make.service()], [slice])
            try await rig.eventually("it has an address") { rig.status() != nil }
            var service = try #require(rig.api.get("front"))
            service.metadata.deletionTimestamp = Make.time(1)
            await rig.controller.take(.service(rig.api.put(service)))
            try await rig.eventually("it is gone") { rig.api.get("front") == nil }
            #expect(rig.dataPath.table == [])
            try await rig.eventually("it is told") {
                rig.api.reasons.suffix(2) == ["DeletingLoadBalancer", "DeletedLoadBalancer"]
            }
        }
    }

    /// While the frontends of a deleted Service cannot be taken away, it is held.
    @Test func finalizerStaysWhileFrontendsDo() async throws {
        let rig = try Rig()
        try await run(rig) {
            await rig.start([Make.service()], [slice])
            try await rig.eventually("it has an address") { rig.status() != nil }
            rig.dataPath.fail(true)
            var service = try #require(rig.api.get("front"))
            service.metadata.deletionTimestamp = Make.time(1)
            await rig.controller.take(.service(rig.api.put(service)))
            try await rig.eventually("it was tried") { await rig.controller.report().applyError == "no memory" }
            #expect(rig.api.get("front")?.metadata.finalizers.count == 1)
            rig.dataPath.fail(false)
            try await rig.eventually("it is gone") { rig.api.get("front") == nil }
        }
    }

    /// A write that was put off does not overtake the data path.
    @Test func lateWritesWait() async throws {
        let rig = try Rig()
        try await run(rig) {
            await rig.start([Make.service()], [slice])
            try await rig.eventually("it has an address") { rig.status() != nil }
            rig.api.state.withLock { $0.isAway = true }
            var service = try #require(rig.api.get("front"))
            service.status = ServiceStatus()
            await rig.controller.take(.service(rig.api.put(service)))
            try await rig.eventually("writes fail") { await rig.controller.report().statistics.writeFailures > 1 }
            rig.dataPath.fail(true)
            service.metadata.deletionTimestamp = Make.time(1)
            await rig.controller.take(.service(rig.api.put(service)))
            try await rig.eventually("it was tried") { await rig.controller.report().applyError != nil }
            rig.api.state.withLock { $0.isAway = false }
            try await Task.sleep(for: .milliseconds(100))
            #expect(rig.api.get("front")?.metadata.finalizers.count == 1)
            rig.dataPath.fail(false)
            try await rig.eventually("it is gone") { rig.api.get("front") == nil }
        }
    }

    /// While the API is away backends still come and go by their probes, and what could not be
    /// written is written later.
    @Test func apiAway() async throws {
        let rig = try Rig()
        try await run(rig) {
            await rig.start([Make.service()], [slice])
            try await rig.eventually("it has an address") { rig.status() != nil }
            rig.api.state.withLock { $0.isAway = true }
            await rig.controller.take(.service(rig.api.put(Make.service("other", ports: [ServicePort(port: 81)]))))
            try await rig.eventually("writes fail") { await rig.controller.report().statistics.writeFailures > 3 }
            #expect(rig.dataPath.backends()?.count == 2)
            let target = try #require(rig.prober.targets.withLock { $0.first })
            rig.prober.find(target, .down)
            try await rig.eventually("it is drained") { rig.dataPath.backends()?.count == 1 }
            await rig.controller.take(.unknown)
            rig.prober.find(target, .up)
            try await rig.eventually("it is back") { rig.dataPath.backends()?.count == 2 }
            rig.api.state.withLock { $0.isAway = false }
            await rig.controller.take(.leading)
            try await rig.eventually("the other is served") { rig.status("other") == "10.0.4.5" }
            #expect(rig.status() == "10.0.4.4")
        }
    }

    @Test func conflictsAreReadAgain() async throws {
        let rig = try Rig()
        rig.api.state.withLock { $0.conflicts = 3 }
        try await run(rig) {
            await rig.start([Make.service()])
            try await rig.eventually("it has an address") { rig.status() == "10.0.4.4" }
            // What another wrote stays.
            #expect(rig.api.get("front")?.metadata.labels["changed"] != nil)
        }
    }

    /// Ten thousand changes are planned far fewer times.
    @Test func bursts() async throws {
        let rig = try Rig()
        try await run(rig) {
            await rig.start([Make.service()], [slice])
            try await rig.eventually("it has an address") { rig.status() != nil }
            let before = await rig.controller.report().statistics.plans
            for number in 0..<10_000 {
                await rig.controller.take(.slice(Make.slice("a", [Make.endpoint("10.0.5.\(number % 200 + 1)")])))
            }
            let last = "10.0.5.\(9_999 % 200 + 1):8080"
            try await rig.eventually("the last change counts") { rig.dataPath.backends() == [last] }
            let plans = await rig.controller.report().statistics.plans - before
            #expect(plans < 5_000)
        }
    }

    /// Who follows writes nothing and has nothing in force, and who comes to lead changes no address.
    @Test func takeover() async throws {
        let rig = try Rig()
        try await run(rig) {
            let recorded = Make.service(finalizers: [LoadBalancerReconciler.finalizer], ingress: "10.0.4.9")
            await rig.controller.take(.following("a"))
            await rig.controller.take(.services([rig.api.put(recorded), rig.api.put(Make.service("new", age: 1))]))
            await rig.controller.take(.slices([slice]))
            await rig.controller.take(.nodes([]))
            try await rig.eventually("it knows") {
                await rig.controller.report().services.contains { $0.address == "10.0.4.9" }
            }
            #expect(rig.dataPath.count == 0 && rig.api.state.withLock { $0.writes.isEmpty })
            await rig.controller.take(.leading)
            try await rig.eventually("all are served") { rig.status("new") == "10.0.4.4" }
            #expect(rig.status() == "10.0.4.9" && rig.dataPath.table?.count == 2)
            await rig.controller.take(.following("b"))
            try await rig.eventually("another has it all") {
                rig.dataPath.state.withLock { $0.withdrawals == 1 && $0.tables.last == [] }
            }
            #expect(await rig.controller.report().leader == "b")
        }
    }

    @Test func report() async throws {
        let rig = try Rig()
        try await run(rig) {
            await rig.start([Make.service()], [slice])
            try await rig.eventually("it has an address") { rig.status() != nil }
            let target = try #require(rig.prober.targets.withLock { $0.min { $0.address < $1.address } })
            rig.prober.find(target, .down)
            try await rig.eventually("it is drained") { rig.dataPath.backends() == ["10.0.5.2:8080"] }
            let report = await rig.controller.report()
            let service = try #require(report.services.first)
            #expect(service.service == "web/front" && service.address == "10.0.4.4" && service.problems.isEmpty)
            #expect(service.ports.first?.backends.map(\.state) == [.down, .up])
            #expect(service.ports.first?.backends.first?.probe == "tcp 10.0.5.1:8080")
            #expect(report.isComplete && report.leader == "leading" && report.applyError == nil)
            #expect(rig.api.reasons.contains("UnhealthyBackend"))
        }
    }

    /// All at once, and each gets an address of its own.
    @Test func manyServices() async throws {
        let rig = try Rig()
        let services = (0..<200).map { Make.service("s\($0)", age: Double($0)) }
        let slices = (0..<200).map { number in
            Make.slice("e\(number)", of: "s\(number)", (1...10).map { Make.endpoint("10.1.\(number).\($0)") })
        }
        try await run(rig) {
            await rig.start(services, slices)
            try await rig.eventually("all are served") {
                rig.api.state.withLock { state in
                    state.services.values.allSatisfy { !$0.status.loadBalancer.ingress.isEmpty }
                }
            }
            // The older one has the lower address.
            #expect((0..<200).map { rig.status("s\($0)") } == (4..<204).map { "10.0.4.\($0)" })
            #expect(rig.dataPath.table?.map(\.backends.count) == [Int](repeating: 10, count: 200))
        }
    }
}
