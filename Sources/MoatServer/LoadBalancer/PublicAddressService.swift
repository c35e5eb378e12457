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
    /// What is refused is asked again, and ever more seldom: each try compiles the whole policy.
    private static let longestInterval = Duration.seconds(16)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var lastFailure: String?
            var pause = Self.interval
            var told: Set<PublicAddressRules.Refusal> = []
            while !Task.isCancelled {
                do {
                    told = try await follow(told)
                    lastFailure = nil
                    pause = Self.interval
                } catch {
                    // It is tried again, and said once.
                    let text = (error as? APIError)?.message ?? "\(error)"
                    if text != lastFailure {
                        logger.error("DNAT rules for Services cannot be put in force: \(text)")
                    }
                    lastFailure = text
                    pause = min(pause * 2, Self.longestInterval)
                }
                // Being cancelled ends the sleep, and then the loop.
                try? await Task.sleep(for: pause)
            }
        }
    }

    private func follow(_ told: Set<PublicAddressRules.Refusal>) async throws -> Set<PublicAddressRules.Refusal> {
        // Before all is known of the cluster, rules of Services that are not yet seen would go.
        guard let requests = await balancer.publicAddresses() else { return told }
        guard let resources = await controller.current?.resources else { return told }
        let rules = PublicAddressRules(requests, firewall: controller.firewall, resources, ownPorts: ownPorts)
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
        let refusals = Set(rules.refusals)
        for refusal in refusals.subtracting(told).sorted(by: { $0.service < $1.service }) {
            await balancer.refusePublicAddress(of: refusal.service, refusal.message)
        }
        return refusals
    }
}
