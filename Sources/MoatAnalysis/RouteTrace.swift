import MoatModel
import MoatPolicy

/// Follows a flow from its source to the firewall: the longest prefix wins, and of two equal
/// ones a user-defined route over a system route (Azure, "Virtual network traffic routing").
struct RouteTrace {
    let flow: Flow
    let snapshot: Snapshot
    let resources: ResourceSet
    /// What is on its way, in words.
    var subject = "this flow"

    /// The way of the answer, where it does not lead through the firewall: the firewall then
    /// can't translate it back or know the flow as established, and the client never gets it.
    /// A source address of the firewall's own always brings it back, as the proxies have.
    static func brokenWayBack(
        of flow: Flow, _ decision: Decision, _ snapshot: Snapshot, _ resources: ResourceSet
    ) -> RouteFinding? {
        guard decision.verdict == .allow, decision.sourceNAT == .none, decision.tier != .application,
            decision.tier != .dns
        else { return nil }
        let server = decision.translation.map { IPAddress.v4($0.address) } ?? flow.destination
        guard snapshot.localPrefixes.contains(where: { $0.contains(server) }) else { return nil }
        let answer = Flow(side: .private, source: server, destination: flow.source, ipProtocol: flow.ipProtocol)
        let route = RouteTrace(flow: answer, snapshot: snapshot, resources: resources, subject: "the answer").finding()
        return route.reachesFirewall ? nil : route
    }

    func finding() -> RouteFinding {
        switch flow.side {
        case .public: fromPublicSide()
        case .private: fromPrivateSide()
        }
    }

    private func fromPublicSide() -> RouteFinding {
        if snapshot.publicAddresses.contains(where: { .v4($0) == flow.destination }) {
            let name = resources.publicIPAddresses.values.first { $0.ipAddress == flow.destination }?.name
            return RouteFinding(
                reachesFirewall: true,
                text: "arrives at public address \(flow.destination)\(name.map { " (\($0))" } ?? "")")
        }
        if let prefix = snapshot.localPrefixes.first(where: { $0.contains(flow.destination) }) {
            return RouteFinding(
                reachesFirewall: true,
                text: "arrives from outside for \(flow.destination) in \(prefix), the virtual network")
        }
        return RouteFinding(
            reachesFirewall: false,
            text: "\(flow.destination) is neither a public address of the firewall nor in its virtual network: "
                + "\(subject) never reaches it")
    }

    private func fromPrivateSide() -> RouteFinding {
        guard let reference = resources.firewalls[snapshot.firewallName]?.subnet,
            let network = resources.virtualNetworks[reference.virtualNetwork],
            let subnet = network.subnets.first(where: { $0.addressPrefixes.contains { $0.contains(flow.source) } }),
            let prefix = subnet.addressPrefixes.first(where: { $0.contains(flow.source) })
        else {
            return RouteFinding(
                reachesFirewall: false,
                text: "\(flow.source) is in no subnet of the firewall's virtual network: \(subject) never reaches it")
        }
        if snapshot.isOwnAddress(flow.destination),
            network.addressPrefixes.contains(where: { $0.contains(flow.destination) })
        {
            return RouteFinding(
                reachesFirewall: true, subnet: prefix.description,
                text: "\(prefix) reaches the firewall's own address \(flow.destination) within the virtual network")
        }
        if prefix.contains(flow.destination) {
            return RouteFinding(
                reachesFirewall: false, subnet: prefix.description,
                text: "\(flow.destination) is in the same subnet \(prefix): \(subject) never reaches the firewall")
        }
        let table = resources.routeTables.values.first {
            $0.subnets.contains(SubnetReference(virtualNetwork: network.name, subnet: subnet.name))
        }
        return finding(from: prefix, by: Self.longest(to: flow.destination, table, network))
    }

    private struct Hop {
        var prefix: IPPrefix
        var nextHop: RouteTable.NextHop
        /// `table/route`; nil for a system route.
        var name: String?
    }

    private static func longest(to destination: IPAddress, _ table: RouteTable?, _ network: VirtualNetwork) -> Hop {
        let userDefined = (table?.routes ?? []).map { route in
            Hop(prefix: route.addressPrefix, nextHop: route.nextHop, name: "\(table?.name ?? "")/\(route.name)")
        }
        let system =
            network.addressPrefixes.map { Hop(prefix: $0, nextHop: .vnetLocal) }
            + [Hop(prefix: .all(destination.family), nextHop: .internet)]
        var best = Hop(prefix: .all(destination.family), nextHop: .internet)
        var bestLength = -1
        for hop in userDefined + system where hop.prefix.contains(destination) && hop.prefix.length > bestLength {
            best = hop
            bestLength = hop.prefix.length
        }
        return best
    }

    private func finding(from subnet: IPPrefix, by hop: Hop) -> RouteFinding {
        let name = hop.name.map { "(\($0))" } ?? "(system route)"
        let text: String
        switch hop.nextHop {
        case .virtualAppliance(let address) where snapshot.isOwnAddress(address):
            return RouteFinding(
                reachesFirewall: true, subnet: subnet.description, route: hop.name,
                text: "\(subnet) sends \(hop.prefix) to \(address) \(name)")
        case .virtualAppliance(let address):
            text = "\(subnet) sends \(hop.prefix) to \(address) \(name), not to the firewall"
        case .vnetLocal:
            text = "\(subnet) reaches \(hop.prefix) within the virtual network \(name), not through the firewall"
        case .none:
            text = "\(subnet) drops what is for \(hop.prefix) \(name) instead of sending it to the firewall"
        case .internet where hop.name == nil:
            text = "\(subnet) has no route to the firewall"
        case .internet:
            text = "\(subnet) sends \(hop.prefix) to the internet \(name), not to the firewall"
        }
        return RouteFinding(
            reachesFirewall: false, subnet: subnet.description, route: hop.name,
            text: "\(text) (\(snapshot.privateAddress)): \(subject) never reaches it")
    }
}
