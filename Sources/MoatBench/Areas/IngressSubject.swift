import AsyncHTTPClient
import Foundation
import Logging
import MoatIngress
import MoatKubernetes
import MoatModel

/// An nginx as the ingress controller runs it, with Ingresses that lead to one application.
struct IngressSubject {
    static let port = 18_080

    private let runtime: NginxRuntime
    private let settings: IngressSettings

    static func host(_ number: Int) -> String { "shop\(number).example" }

    static func with<Value>(hasWAF: Bool, _ body: (IngressSubject) async throws -> Value) async throws -> Value {
        let directory = try RuntimeDirectory(path: "/tmp/moat-bench-ingress")
        try directory.prepare()
        directory.removeLogs()
        var settings = IngressSettings(
            runtimeDirectory: directory.path, defaultCertificate: try DefaultCertificate.selfSigned(now: Date()))
        settings.httpPort = UInt16(port)
        settings.httpsPort = UInt16(port + 363)
        settings.listenAddresses = [IPAddress("127.0.0.1")].compactMap { $0 }
        settings.wafDefault = hasWAF ? .block : .off
        settings.workerProcesses = IngressPeer.workers
        let logger = Logger(label: "moat-bench") { _ in SwiftLogNoOpLogHandler() }
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        var times = NginxTimes()
        times.betweenReloads = .zero
        times.look = .milliseconds(2)
        let runtime = NginxRuntime(directory, client: client, times: times, logger: logger)
        // Records are read, as they are by the controller, whose work they are a part of.
        let pump = RecordPump(directory, sender: nil, reader: NginxLogReader(instance: "bench"), logger: logger) {
            Task { await runtime.reopenLogs() }
        }
        let tasks = [Task { await runtime.run() }, Task { await pump.run() }]
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(IngressSubject(runtime: runtime, settings: settings)))
        } catch {
            result = .failure(error)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
        try await client.shutdown()
        try? FileManager.default.removeItem(atPath: directory.path)
        return try result.get()
    }

    /// Serves so many Ingresses, and gives the seconds from when that is wished until nginx does.
    @discardableResult
    func serve(ingresses count: Int) async throws -> Double {
        let begin = ContinuousClock.now
        let plan = IngressPlan(Self.objects(count), settings)
        let generation = await runtime.report.generation + 1
        await runtime.wish(
            NginxSetup(
                generation: generation, files: NginxConfiguration(plan, settings, generation: generation).files,
                tables: IngressTables(plan).encoded()))
        while await !runtime.isCurrent {
            let report = await runtime.report
            if let error = report.lastError, report.failures > 3 { throw BenchError(error) }
            guard ContinuousClock.now - begin < .seconds(120) else {
                throw BenchError("nginx does not serve \(count) Ingresses")
            }
            try await Task.sleep(for: .milliseconds(2))
        }
        return (ContinuousClock.now - begin) / .seconds(1)
    }

    /// What nginx's master has in memory, in megabytes.
    func memory() async throws -> Double {
        guard let pid = await runtime.report.pid,
            let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Double($0) })
        else { throw BenchError("nginx does not run") }
        return kilobytes / 1024
    }

    private static func objects(_ count: Int) -> IngressObjects {
        let name = ObjectMeta(name: "app", namespace: "bench")
        let backend = IngressBackend(
            service: IngressServiceBackend(name: "app", port: ServiceBackendPort(name: "http")))
        let ingresses = (0..<count).map { number in
            Ingress(
                metadata: ObjectMeta(name: "shop\(number)", namespace: "bench"),
                spec: IngressSpec(
                    ingressClassName: "moat",
                    rules: [
                        IngressRule(
                            host: host(number),
                            http: HTTPIngressRuleValue(
                                paths: ["/", "/cart", "/api/v1"].map {
                                    HTTPIngressPath(path: $0, pathType: .prefix, backend: backend)
                                }))
                    ]))
        }
        return IngressObjects(
            ingresses: ingresses,
            classes: [
                IngressClass(
                    metadata: ObjectMeta(name: "moat"), spec: IngressClassSpec(controller: "moat.dev/ingress"))
            ],
            services: [
                Service(metadata: name, spec: ServiceSpec(ports: [ServicePort(name: "http", port: 80)]))
            ],
            slices: [
                EndpointSlice(
                    metadata: ObjectMeta(
                        name: "app-1", namespace: "bench", labels: [EndpointSlice.serviceNameLabel: "app"]),
                    addressType: .ipv4, endpoints: [Endpoint(addresses: ["127.0.0.1"])],
                    ports: [EndpointPort(name: "http", port: Int32(IngressPeer.applicationPort))])
            ])
    }
}
