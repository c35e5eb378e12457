import Foundation
import Logging
import MoatModel
import Synchronization
import Testing

@testable import MoatKubernetes

/// From what an API sends to what is sent to it.
@Suite struct LoadBalancerWatchesTests {
    /// Answers requests from memory, and lets watches wait for what the test sends.
    private final class Transport: KubernetesTransport {
        let service = Mutex(Make.service())
        let patches = Mutex<[String]>([])
        private let lines: AsyncStream<Data>
        let sending: AsyncStream<Data>.Continuation

        init() {
            (lines, sending) = AsyncStream.makeStream()
        }

        func send(_ request: KubernetesRequest) async throws -> KubernetesResponse {
            switch (request.method, request.path) {
            case (.patch, let path):
                let body = String(decoding: request.body ?? Data(), as: UTF8.self)
                patches.withLock { $0.append("\(path) \(request.contentType ?? "") \(body)") }
                return try answer(try patch(request.body ?? Data()))
            case (_, "/api/v1/services"): return try list([service.withLock { $0 }])
            case (_, "/api/v1/nodes"): return try list([Node]())
            case (_, "/apis/discovery.k8s.io/v1/endpointslices"):
                return try list([Make.slice("a", [Make.endpoint("10.0.5.1")])])
            default: return KubernetesResponse(status: 404)
            }
        }

        private func patch(_ body: Data) throws -> Service {
            struct Patch: Decodable {
                var metadata: ObjectMeta
                var status: ServiceStatus?
            }
            let patch = try JSONDecoder().decode(Patch.self, from: body)
            return service.withLock { service in
                if let status = patch.status {
                    service.status = status
                } else {
                    service.metadata.finalizers = patch.metadata.finalizers
                }
                service.metadata.resourceVersion = "\(1 + (Int(service.metadata.resourceVersion ?? "") ?? 0))"
                return service
            }
        }

        private func list<Object: KubernetesObject>(_ items: [Object]) throws -> KubernetesResponse {
            var list = KubernetesList(items: items)
            list.metadata.resourceVersion = "1"
            return try answer(list)
        }

        private func answer(_ value: some Encodable) throws -> KubernetesResponse {
            KubernetesResponse(status: 200, body: try JSONEncoder().encode(value))
        }

        func stream(
            _ request: KubernetesRequest, opened: @escaping @Sendable () -> Void,
            _ line: @escaping @Sendable (Data) async throws -> Void
        ) async throws -> KubernetesResponse {
            opened()
            if request.path.hasSuffix("endpointslices") {
                for await next in lines { try await line(next) }
            }
            try await Task.sleep(for: .seconds(3600))
            return KubernetesResponse(status: 200)
        }

        func shutdown() async {}
    }

    private func eventually(_ what: Comment, _ condition: () async -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(300)
        while !(await condition()) {
            try #require(ContinuousClock.now < deadline, what)
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    @Test func fromListToPatch() async throws {
        let transport = Transport()
        let client = KubernetesClient(transport: transport)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let dataPath = FakeDataPath()
        let events = Mutex<[String]>([])
        let controller = LoadBalancerController(
            try LoadBalancerConfiguration(subnets: [Make.subnet()]),
            api: KubernetesLoadBalancerAPI(client: client) { event in events.withLock { $0.append(event.reason) } },
            dataPath: dataPath, prober: FakeProber(), logger: logger)
        let watches = LoadBalancerWatches(client, controller: controller, logger: logger)
        let running = [Task { await watches.run() }, Task { _ = try? await controller.run() }]
        await controller.take(.leading)
        do {
            try await eventually("the status is written") {
                transport.service.withLock { $0.status.loadBalancer.ingress.first?.ip } == "10.0.4.4"
            }
            #expect(dataPath.backends() == ["10.0.5.1:8080"])
            let patches = transport.patches.withLock { $0 }
            let path = "/api/v1/namespaces/web/services/front"
            let type = "application/merge-patch+json"
            #expect(patches.first?.hasPrefix("\(path) \(type) {\"metadata\":{\"finalizers\":[") == true)
            #expect(
                patches.last?.hasPrefix("\(path)/status \(type) {\"metadata\":{\"resourceVersion\":\"2\"},") == true)
            #expect(patches.count == 2)
            let change = Make.slice("a", [Make.endpoint("10.0.5.9")])
            var line = try JSONValue(encoding: change)
            line = ["type": "MODIFIED", "object": line]
            transport.sending.yield(try line.data())
            try await eventually("the change is in force") { dataPath.backends() == ["10.0.5.9:8080"] }
            try await eventually("it is told") { events.withLock { $0.last } == "EnsuredLoadBalancer" }
            #expect(watches.reports.map(\.kind) == ["services", "endpointslices", "nodes"])
            #expect(watches.reports.allSatisfy { $0.isSynced && $0.lists == 1 })
        } catch {
            Issue.record(error)
        }
        for task in running { task.cancel() }
        for task in running { await task.value }
    }
}
