import Hummingbird
public import Logging
import MoatIngress
import NIOCore
import ServiceLifecycle
public import UnixSignals

/// `moat ingress run`: the ingress controller of a cluster, until it is told to stop. Then it says that it is
/// not ready, goes on for a while, lets the requests that it has end, and ends.
public struct IngressDaemon: Sendable {
    private let configuration: IngressDaemonConfiguration
    private let logger: Logger

    /// Connections at a time, of each socket.
    private static let maximumConnections = 32
    /// How long all may take after the signal, beyond the delay that is configured.
    private static let shutdownTime = Duration.seconds(40)

    public init(_ configuration: IngressDaemonConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Runs until a signal or an error.
    ///
    /// - Throws: `DaemonError`, `IngressRuntimeError`, `KubernetesConfigurationError`
    public func run(stopOn signals: [UnixSignal] = [.sigterm, .sigint]) async throws {
        let socket = ListeningSocket(path: configuration.socketPath)
        try socket.prepare()
        let service = try IngressService(configuration, logger: logger)
        defer { socket.remove() }
        // What is first in the list ends last: probes are answered until nginx has ended.
        var services: [any ServiceLifecycle.Service] = [server(service, socket)]
        if let health = configuration.health { services.append(healthServer(service, health)) }
        services.append(service)
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: signals, logger: logger)
        group.maximumGracefulShutdownDuration = configuration.shutdownDelay + Self.shutdownTime
        try await ServiceGroup(configuration: group).run()
        logger.info("stopped")
    }

    private func server(_ service: IngressService, _ socket: ListeningSocket) -> some ServiceLifecycle.Service {
        let router = Router(context: APIContext.self)
        router.add(middleware: ErrorMiddleware())
        addHealth(service, to: router)
        router.get("v1/ingress") { request, _ in
            _ = try APIQuery(request, allowed: [])
            return try APIResponse.json(await service.report())
        }
        return socket.server(router, maximumConnections: Self.maximumConnections, logger: logger)
    }

    /// Health and counts, and nothing that changes anything.
    private func healthServer(
        _ service: IngressService, _ address: IngressDaemonConfiguration.HealthAddress
    ) -> some ServiceLifecycle.Service {
        let router = Router(context: APIContext.self)
        router.add(middleware: ErrorMiddleware())
        addHealth(service, to: router)
        return Application(
            responder: router.buildResponder(), server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: .maximum(Self.maximumConnections, logger: logger)),
            logger: logger)
    }

    private func addHealth(_ service: IngressService, to router: Router<APIContext>) {
        router.get("healthz") { _, _ in APIResponse.text("ok\n") }
        router.get("readyz") { _, _ in
            let reason = await service.unreadiness()
            return APIResponse.text((reason ?? "ok") + "\n", status: reason == nil ? .ok : .serviceUnavailable)
        }
        router.get("metrics") { _, _ in
            let text = await service.metrics()
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
    }
}
