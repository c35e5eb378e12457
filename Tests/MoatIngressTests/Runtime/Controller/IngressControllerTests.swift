import Foundation
import Logging
import MoatKubernetes
import Synchronization
import Testing

@testable import MoatIngress

@Suite(.enabled(if: TestRuntime.isPossible, "nginx is not installed"))
struct IngressControllerTests {
    private static let service = ObjectKey(namespace: "edge", name: "ingress")

    private let test: TestRuntime
    private let api = TestAPI()
    private let controller: IngressController

    /// nginx answers with the names of the Ingresses, its tables are the names of the slices, and an Ingress
    /// by the name of `bad` is a problem.
    init() throws {
        let test = try TestRuntime()
        self.test = test
        controller = IngressController(
            runtime: test.runtime, api: api, publishService: Self.service,
            times: Self.times, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { cluster in
            let names = cluster.ingresses.keys.map(\.name).sorted().joined(separator: " ")
            let slices = cluster.slices.keys.map(\.name).sorted().joined(separator: " ")
            return IngressDecision(
                files: { test.setup($0, answer: names).files }, tables: Data(slices.utf8),
                problems: cluster.ingresses.values.filter { $0.metadata.name == "bad" }.map {
                    IngressProblem(object: $0.reference, reason: "BadPath", message: "it is bad")
                }, ingresses: Set(cluster.ingresses.keys))
        }
    }

    private static var times: IngressTimes {
        var times = IngressTimes()
        times.firstRetry = .milliseconds(1)
        return times
    }

    private func with(_ body: () async throws -> Void) async throws {
        let task = Task { await controller.run() }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        task.cancel()
        await task.value
        try await test.close()
        try result.get()
    }

    private static func ingress(_ name: String, _ addresses: [String] = []) -> Ingress {
        Ingress(
            metadata: ObjectMeta(name: name, namespace: "team"),
            status: IngressStatus(
                loadBalancer: IngressLoadBalancerStatus(ingress: addresses.map { IngressLoadBalancerIngress(ip: $0) })))
    }

    private static func slice(_ name: String) -> EndpointSlice {
        EndpointSlice(metadata: ObjectMeta(name: name, namespace: "team"), addressType: .ipv4)
    }

    private static func published(_ address: String) -> Service {
        Service(
            metadata: ObjectMeta(name: service.name, namespace: service.namespace),
            status: ServiceStatus(loadBalancer: LoadBalancerStatus(ingress: [LoadBalancerIngress(ip: address)])))
    }

    private func list(_ ingresses: [Ingress] = []) async {
        await controller.take(.ingress(.replaced(ingresses)))
        await controller.take(.ingressClass(.replaced([])))
        await controller.take(.service(.replaced([])))
        await controller.take(.slice(.replaced([])))
        await controller.take(.secret(.replaced([])))
    }

    private func answers(_ text: String) async throws {
        try await eventually("nginx answers '\(text)'") {
            guard await test.runtime.isCurrent else { return false }
            return try await test.ask() == text
        }
    }

    @Test func nothingIsDoneBeforeAllIsKnown() async throws {
        try await with {
            await controller.take(.ingress(.replaced([Self.ingress("a")])))
            await controller.take(.ingressClass(.replaced([])))
            await controller.take(.service(.replaced([])))
            await controller.take(.slice(.replaced([])))
            #expect(await controller.report(nginx: NginxReport()).isComplete == false)
            #expect(await test.runtime.report.starts == 0)
            await controller.take(.secret(.replaced([])))
            try await answers("a")
            #expect(await test.runtime.report.starts == 1)
            #expect(await controller.statistics.plans == 1)
        }
    }

    @Test func endpointsChangeWithoutAReload() async throws {
        try await with {
            await list([Self.ingress("a")])
            try await answers("a")
            let posts = await test.runtime.report.tablePosts
            await controller.take(.slice(.applied(Self.slice("one"))))
            try await eventually("tables are posted") {
                let isCurrent = await test.runtime.isCurrent
                return await test.runtime.report.tablePosts > posts && isCurrent
            }
            #expect(await test.runtime.report.reloads == 0)
        }
    }

    @Test func aBurstOfChangesIsFewReloads() async throws {
        try await with {
            await list()
            try await answers("")
            for number in 100..<200 { await controller.take(.ingress(.applied(Self.ingress("i\(number)")))) }
            try await answers((100..<200).map { "i\($0)" }.joined(separator: " "))
            #expect(await test.runtime.report.reloads < 10)
            await controller.take(.ingress(.deleted(Self.ingress("i100"))))
            try await answers((101..<200).map { "i\($0)" }.joined(separator: " "))
        }
    }

    @Test func onlyTheLeaderTellsWhatIsWrongAndOnce() async throws {
        try await with {
            await list([Self.ingress("bad")])
            try await answers("bad")
            #expect(api.reasons.isEmpty)
            await controller.take(Leadership.leading)
            try await eventually("it is told") { api.reasons == ["BadPath"] }
            await controller.take(.ingress(.applied(Self.ingress("good"))))
            try await answers("bad good")
            #expect(api.reasons == ["BadPath"])
        }
    }

    @Test func onlyTheLeaderWritesAddressesAndOnlyOthers() async throws {
        try await with {
            await list([Self.ingress("a"), Self.ingress("b", ["10.0.4.4"])])
            await controller.take(.service(.applied(Self.published("10.0.4.4"))))
            try await answers("a b")
            #expect(api.written.isEmpty)
            api.state.withLock { $0.failures = 3 }
            await controller.take(Leadership.leading)
            try await eventually("it is written") { api.written == ["team/a=10.0.4.4"] }
            await controller.take(.ingress(.applied(Self.ingress("a", ["10.0.4.4"]))))
            await controller.take(.service(.applied(Self.published("10.0.4.5"))))
            try await eventually("the other is written") {
                api.written == ["team/a=10.0.4.4", "team/a=10.0.4.5", "team/b=10.0.4.5"]
            }
            #expect(await controller.statistics.writeFailures == 3)
        }
    }
}
