import Logging
import MoatKubernetes
import MoatModel
import ServiceLifecycle

/// Keeps the firewall's DNAT rules for Services as the Services ask, through the same way that all
/// changes take: each is a version with its place in the history.
struct PublicAddressService: ServiceLifecycle.Service {
    let balancer: LoadBalancerService
    let controller: Controller
    /// TCP ports of the firewall itself.
    let ownPorts: Set<UInt16>
    let logger: Logger

    private static let interval = Duration.milliseconds(500)
    /// What is refused is tried again, and ever more seldom: each try compiles the whole policy.
    private static let longestPause = Duration.seconds(16)

    /// What a try depends on.
    private struct Situation: Equatable {
        var requests: [PublicAddressRequest]
        var version: Int
    }

    private struct Failure {
        var text: String
        var situation: Situation
        var pause: Duration
        var until: ContinuousClock.Instant

        func holds(in other: Situation) -> Bool { situation == other && .now < until }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var failure: Failure?
            var told: Set<PublicAddressRules.Refusal> = []
            while !Task.isCancelled {
                if let situation = await situation(), failure?.holds(in: situation) != true {
                    do {
                        try await follow(situation.requests, &told)
                        failure = nil
                    } catch {
                        // It is said once.
                        let text = (error as? APIError)?.message ?? "\(error)"
                        if text != failure?.text {
                            logger.error("DNAT rules for Services cannot be put in force: \(text)")
                        }
                        let pause = min((failure?.pause ?? Self.interval) * 2, Self.longestPause)
                        failure = Failure(text: text, situation: situation, pause: pause, until: .now + pause)
                    }
                }
                // Being cancelled ends the sleep, and then the loop.
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// Nil while nothing can be done: before all is known of the cluster, when rules of Services that
    /// are not yet seen would go, and while a version waits for its confirmation.
    private func situation() async -> Situation? {
        guard let requests = await balancer.publicAddresses(), await controller.pending == nil,
            let version = await controller.current?.version
        else { return nil }
        return Situation(requests: requests, version: version)
    }

    private func follow(_ requests: [PublicAddressRequest], _ told: inout Set<PublicAddressRules.Refusal>) async throws
    {
        guard let resources = await controller.current?.resources else { return }
        let rules = PublicAddressRules(requests, firewall: controller.firewall, resources, ownPorts: ownPorts)
        told.formIntersection(rules.refusals)
        for refusal in Set(rules.refusals).subtracting(told).sorted(by: { $0.service < $1.service }) {
            // What nobody was told, because another leads, is told when this one does.
            if await balancer.refusePublicAddress(of: refusal.service, refusal.message) { told.insert(refusal) }
        }
        let resource = rules.group.map { Resource.ruleCollectionGroup($0) }
        if let resource, resources[resource.key] != resource {
            _ = try await controller.apply(
                [ResourceCoding.document(resource)],
                ChangeOrder(by: ChangeOrder.daemon, comment: "DNAT rules of Kubernetes Services"))
        }
        // Also that of another policy, which the firewall had before.
        for group in resources.ruleCollectionGroups.values where group.name == PublicAddressRules.groupName {
            let key = Resource.ruleCollectionGroup(group).key
            guard key != resource?.key else { continue }
            _ = try await controller.delete(
                key, ChangeOrder(by: ChangeOrder.daemon, comment: "no Service asks for a public address"))
        }
    }
}
