import FoundationEssentials
public import Logging

/// Follows what a load balancer needs to know of a cluster, and tells it to a controller.
public struct LoadBalancerWatches: Sendable {
    private let controller: LoadBalancerController
    private let services: Reflector<Service>
    private let slices: Reflector<EndpointSlice>
    private let nodes: Reflector<Node>

    /// - Parameters:
    ///   - client: must not be shut down while this runs
    ///   - controller: is told all, in order
    ///   - policy: how each kind is followed
    ///   - logger: takes what only an operator can mend
    public init(
        _ client: KubernetesClient, controller: LoadBalancerController, policy: WatchPolicy = WatchPolicy(),
        logger: Logger
    ) {
        self.controller = controller
        services = Reflector(client, policy: policy, logger: logger)
        slices = Reflector(client, policy: policy, logger: logger)
        nodes = Reflector(client, policy: policy, logger: logger)
    }

    /// Follows until the task is cancelled.
    public func run() async {
        await withTaskGroup { group in
            group.addTask { await services.run() }
            group.addTask { await slices.run() }
            group.addTask { await nodes.run() }
            group.addTask {
                for await change in services.changes { await controller.take(ClusterChange(change)) }
            }
            group.addTask {
                for await change in slices.changes { await controller.take(ClusterChange(change)) }
            }
            group.addTask {
                for await change in nodes.changes { await controller.take(ClusterChange(change)) }
            }
        }
    }

    /// How it goes, for `LoadBalancerReport.watches`.
    public var reports: [LoadBalancerReport.WatchReport] {
        [
            .init(Service.plural, services.status), .init(EndpointSlice.plural, slices.status),
            .init(Node.plural, nodes.status),
        ]
    }
}

extension LoadBalancerReport.WatchReport {
    public init(_ kind: String, _ status: WatchStatus) {
        self.init(
            kind: kind, isSynced: status.isSynced, lists: status.lists, watches: status.watches,
            changes: status.changes, failures: status.failures,
            lastSuccess: status.lastSuccess?.timeIntervalSince1970, lastError: status.lastError)
    }
}
