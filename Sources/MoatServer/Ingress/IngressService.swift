import AsyncHTTPClient
import Logging
import MoatIngress
import MoatKubernetes
import ServiceLifecycle
import Synchronization

/// Controller, watches, events, election, nginx and records of an ingress controller, as one.
final class IngressService: ServiceLifecycle.Service, Sendable {
    private let controller: IngressController
    private let runtime: NginxRuntime
    private let watches: IngressWatches
    private let recorder: EventRecorder
    private let elector: LeaderElector
    private let client: KubernetesClient
    private let local: HTTPClient
    private let sender: RecordSender?
    private let pump: RecordPump
    private let shutdownDelay: Duration
    private let logger: Logger
    private let isStopping = Mutex(false)

    /// - Throws: `KubernetesConfigurationError`, `IngressRuntimeError`
    init(_ configuration: IngressDaemonConfiguration, logger: Logger) throws {
        try configuration.program.check()
        try configuration.directory.prepare()
        let client = try KubernetesClient(configuration.cluster, component: "ingress")
        let local = HTTPClient(eventLoopGroupProvider: .singleton)
        let recorder = EventRecorder(
            client, component: "moat-ingress", instance: configuration.identity, logger: logger)
        let runtime = NginxRuntime(
            configuration.directory, program: configuration.program, client: local, logger: logger)
        let controller = IngressController(
            runtime: runtime, api: KubernetesIngressAPI(client: client, recorder: recorder),
            publishService: configuration.publishService, logger: logger
        ) { [settings = configuration.settings, certificates = CertificateCache()] in
            IngressDecision($0, settings, certificates)
        }
        configuration.directory.removeLogs()
        sender = configuration.recordsSocket.map {
            RecordSender(DaemonRecordTransport(client: local, socketPath: $0), logger: logger)
        }
        pump = RecordPump(
            configuration.directory, sender: sender, reader: NginxLogReader(instance: configuration.identity),
            logger: logger
        ) { Task { await runtime.reopenLogs() } }
        watches = IngressWatches(client, controller: controller, logger: logger)
        elector = LeaderElector(
            client, lease: configuration.lease, identity: configuration.identity, policy: configuration.leasePolicy,
            logger: logger)
        shutdownDelay = configuration.shutdownDelay
        self.controller = controller
        self.runtime = runtime
        self.recorder = recorder
        self.client = client
        self.local = local
        self.logger = logger
    }

    /// Why requests are not to be sent here; nil where they are.
    func unreadiness() async -> String? {
        if isStopping.withLock({ $0 }) { return "it ends" }
        return await runtime.isServing ? nil : "nginx does not serve yet"
    }

    func report() async -> IngressReport {
        var report = await controller.report(nginx: await runtime.report)
        report.watches = watches.reports
        let counts = pump.counts
        report.records.received = counts.received
        report.records.lost = counts.lost
        report.records.unreadable = counts.unreadable
        report.records.sending = sender?.counts
        return report
    }

    func metrics() async -> String {
        IngressMetricsText(report: await report(), isReady: await unreadiness() == nil).text + pump.metricsText
    }

    /// Until the daemon stops. The lease is given up then; what Ingresses say stays.
    func run() async throws {
        // What nginx tells while it ends is read too.
        let pumping = Task { await pump.run() }
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.work() }
                group.addTask {
                    try? await gracefulShutdown()
                    guard !Task.isCancelled else { return }
                    self.logger.info("not ready any more; requests are still taken for \(self.shutdownDelay)")
                    try? await Task.sleep(for: self.shutdownDelay)
                }
                // Either ends all.
                await group.next()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.isStopping.withLock { $0 = true }
        }
        pumping.cancel()
        await pumping.value
        await sender?.flush()
        await client.shutdown()
        try? await local.shutdown()
    }

    private func work() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.controller.run() }
            group.addTask { await self.watches.run() }
            group.addTask { await self.recorder.run() }
            group.addTask { await self.elector.follow { await self.controller.take($0) } }
            if let sender { group.addTask { await sender.run() } }
            group.addTask { await self.runtime.run() }
        }
    }
}
