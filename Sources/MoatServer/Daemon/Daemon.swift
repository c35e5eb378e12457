import Foundation
import Hummingbird
public import Logging
public import MoatLogs
import MoatModel
import NIOCore
import ServiceLifecycle
public import UnixSignals

/// `moat serve`: state, gate and API in one process, until it is told to stop.
///
/// On SIGTERM and SIGINT requests in progress are answered, then the gate is given up and
/// the socket removed. The state is consistent without that: it survives `kill -9`.
public struct Daemon: Sendable {
    private let configuration: DaemonConfiguration
    private let logs: LogWriter?
    private let questions: (any LogQuerying)?
    private let logger: Logger
    private let makeDataPlane: @Sendable () async throws -> DataPlaneServices

    /// Connections at a time; more wait until one closes.
    private static let maximumConnections = 128
    /// How long requests in progress may take after the signal.
    private static let shutdownTime = Duration.seconds(10)

    /// `makeDataPlane` is called once, after the state is opened and the socket is known to
    /// be free, so that a second daemon never touches the gate of the first.
    /// `questions` is what `moat query` asks; nil where the logs cannot be asked.
    public init(
        configuration: DaemonConfiguration, logs: LogWriter?, questions: (any LogQuerying)? = nil, logger: Logger,
        makeDataPlane: @escaping @Sendable () async throws -> DataPlaneServices
    ) {
        self.configuration = configuration
        self.logs = logs
        self.questions = questions
        self.logger = logger
        self.makeDataPlane = makeDataPlane
    }

    /// Runs until a signal, the end of the task's graceful shutdown, or an error.
    ///
    /// - Throws: `StateStoreError`, `DaemonError`, `APIError`, and what `makeDataPlane` throws.
    public func run(stopOn signals: [UnixSignal] = [.sigterm, .sigint]) async throws {
        let directory = try StateDirectory(path: configuration.stateDirectory)
        defer { withExtendedLifetime(directory) {} }
        let store = try StateStore(path: directory.databasePath)
        let socket = ListeningSocket(path: configuration.socketPath)
        try socket.prepare()
        let gateway = try await makeDataPlane()
        let threats = ThreatIntelligence(
            directory: directory.threatPath, dataPlane: gateway.dataPlane, watch: gateway.watch, logger: logger)
        let controller = try Controller(
            store: store, dataPlane: gateway.dataPlane, firewall: configuration.firewall,
            serviceTags: configuration.serviceTags, fqdnTags: configuration.fqdnTags, threats: threats, logger: logger)
        defer { socket.remove() }
        let balancer = try loadBalancer(gateway.loadBalancer)
        var services = gateway.services + [server(controller, balancer, socket)]
        if let balancer {
            services += [
                balancer,
                PublicAddressService(
                    balancer: balancer, controller: controller, ownPorts: gateway.ownPorts, logger: logger),
            ]
        }
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: signals, logger: logger)
        group.maximumGracefulShutdownDuration = Self.shutdownTime
        try await ServiceGroup(configuration: group).run()
        await threats.stop()
        logger.info("stopped")
    }

    private func loadBalancer(_ dataPath: (any LoadBalancerDataPath)?) throws -> LoadBalancerService? {
        guard let dataPath, let cluster = configuration.loadBalancer else { return nil }
        return try LoadBalancerService(cluster, dataPath: dataPath, logger: logger)
    }

    private func server(
        _ controller: Controller, _ balancer: LoadBalancerService?, _ socket: ListeningSocket
    ) -> some Service {
        let router = APIRouter(
            controller: controller, logs: logs,
            query: questions.map { QueryEngine(store: $0, configuration: configuration.query) },
            loadBalancer: balancer
        ).build()
        var application = socket.server(router, maximumConnections: Self.maximumConnections, logger: logger)
        application.beforeServerStarts { try await controller.start() }
        return application
    }
}
