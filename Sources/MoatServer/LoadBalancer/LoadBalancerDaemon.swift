import Hummingbird
public import Logging
import MoatKubernetes
public import MoatModel
import NIOCore
import ServiceLifecycle
public import UnixSignals

/// `moat lb run`: a cluster's load balancer on this machine, until it is told to stop. What is in
/// force then stays so.
public struct LoadBalancerDaemon: Sendable {
    /// Connections at a time.
    private static let maximumConnections = 32

    private let configuration: LoadBalancerDaemonConfiguration
    private let logger: Logger
    private let makeDataPath: @Sendable () throws -> any LoadBalancerDataPath

    /// `makeDataPath` is called once, after the socket is known to be free.
    public init(
        _ configuration: LoadBalancerDaemonConfiguration, logger: Logger,
        makeDataPath: @escaping @Sendable () throws -> any LoadBalancerDataPath
    ) {
        self.configuration = configuration
        self.logger = logger
        self.makeDataPath = makeDataPath
    }

    /// Runs until a signal or an error.
    ///
    /// - Throws: `DaemonError`, `KubernetesConfigurationError`, and what `makeDataPath` throws
    public func run(stopOn signals: [UnixSignal] = [.sigterm, .sigint]) async throws {
        let socket = ListeningSocket(path: configuration.socketPath)
        try socket.prepare()
        let service = try LoadBalancerService(configuration.service, dataPath: try makeDataPath(), logger: logger)
        defer { socket.remove() }
        let group = ServiceGroupConfiguration(
            services: [service, server(service, socket)], gracefulShutdownSignals: signals, logger: logger)
        try await ServiceGroup(configuration: group).run()
        logger.info("stopped")
    }

    private func server(_ service: LoadBalancerService, _ socket: ListeningSocket) -> some ServiceLifecycle.Service {
        let router = Router(context: APIContext.self)
        router.add(middleware: ErrorMiddleware())
        router.get("healthz") { _, _ in APIResponse.text("ok\n") }
        router.get("v1/loadbalancer") { request, _ in
            _ = try APIQuery(request, allowed: [])
            return try APIResponse.json(await service.report())
        }
        return socket.server(router, maximumConnections: Self.maximumConnections, logger: logger)
    }
}
