public import Logging
public import MoatKubernetes

/// Follows what an ingress controller needs to know of a cluster, and tells it to a controller.
public struct IngressWatches: Sendable {
    private let controller: IngressController
    private let ingresses: Reflector<Ingress>
    private let classes: Reflector<IngressClass>
    private let services: Reflector<Service>
    private let slices: Reflector<EndpointSlice>
    private let secrets: Reflector<Secret>

    /// - Parameters:
    ///   - client: must not be shut down while this runs
    ///   - controller: is told all, in order
    ///   - policy: how each kind is followed
    ///   - logger: takes what only an operator can mend
    public init(
        _ client: KubernetesClient, controller: IngressController, policy: WatchPolicy = WatchPolicy(), logger: Logger
    ) {
        self.controller = controller
        ingresses = Reflector(client, policy: policy, logger: logger)
        classes = Reflector(client, policy: policy, logger: logger)
        services = Reflector(client, policy: policy, logger: logger)
        slices = Reflector(client, policy: policy, logger: logger)
        // What is of no use here is not even asked for.
        secrets = Reflector(
            client, Selection(fieldSelector: "type=\(Secret.tlsType)"), policy: policy, logger: logger)
    }

    /// Follows until the task is cancelled.
    public func run() async {
        await withTaskGroup { group in
            group.addTask { await ingresses.run() }
            group.addTask { await classes.run() }
            group.addTask { await services.run() }
            group.addTask { await slices.run() }
            group.addTask { await secrets.run() }
            group.addTask { for await change in ingresses.changes { await controller.take(.ingress(change)) } }
            group.addTask { for await change in classes.changes { await controller.take(.ingressClass(change)) } }
            group.addTask { for await change in services.changes { await controller.take(.service(change)) } }
            group.addTask { for await change in slices.changes { await controller.take(.slice(change)) } }
            group.addTask { for await change in secrets.changes { await controller.take(.secret(change)) } }
        }
    }

    /// How it goes, for `IngressReport.watches`.
    public var reports: [LoadBalancerReport.WatchReport] {
        [
            .init(Ingress.plural, ingresses.status), .init(IngressClass.plural, classes.status),
            .init(Service.plural, services.status), .init(EndpointSlice.plural, slices.status),
            .init(Secret.plural, secrets.status),
        ]
    }
}
