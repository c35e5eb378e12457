import Logging
import MoatKubernetes
import MoatModel
import ServiceLifecycle

/// Controller, watches, events and election of a load balancer, as one.
struct LoadBalancerService: ServiceLifecycle.Service {
    private let controller: LoadBalancerController
    private let watches: LoadBalancerWatches
    private let recorder: EventRecorder
    private let elector: LeaderElector
    private let client: KubernetesClient

    /// - Throws: `KubernetesConfigurationError`, or what makes probing impossible
    init(
        _ configuration: LoadBalancerServiceConfiguration, dataPath: any LoadBalancerDataPath, logger: Logger
    ) throws {
        let client = try KubernetesClient(configuration.cluster, component: "load-balancer")
        let recorder = EventRecorder(
            client, component: "moat-load-balancer", instance: configuration.identity, logger: logger)
        let api = KubernetesLoadBalancerAPI(client: client) { event in
            recorder.record(event.type, event.reason, event.message, about: event.service)
        }
        controller = LoadBalancerController(
            configuration.loadBalancer, api: api, dataPath: dataPath, prober: try ProbeRunner(), logger: logger)
        watches = LoadBalancerWatches(client, controller: controller, logger: logger)
        elector = LeaderElector(
            client, lease: configuration.lease, identity: configuration.identity, policy: configuration.leasePolicy,
            logger: logger)
        self.recorder = recorder
        self.client = client
    }

    func report() async -> LoadBalancerReport {
        var report = await controller.report()
        report.watches = watches.reports
        return report
    }

    /// The Services' wishes for public addresses, once all is known of the cluster; nil before.
    func publicAddresses() async -> [PublicAddressRequest]? {
        await controller.publicAddresses
    }

    /// Tells a Service, by Event, why it does not get what it wishes; false where that is for another to do.
    func refusePublicAddress(of service: String, _ message: String) async -> Bool {
        await controller.refusePublicAddress(of: service, message)
    }

    /// Until the daemon stops; the lease is given up then, and what is in force stays.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await controller.run() }
                group.addTask { await watches.run() }
                group.addTask { await recorder.run() }
                group.addTask { await elector.follow { await controller.take($0) } }
            }
        }
        await client.shutdown()
    }
}
