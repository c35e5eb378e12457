import MoatModel
import MoatPolicy

/// How a flow gets to the firewall, or that it does not: read off the virtual networks and
/// route tables. The longest prefix wins; of equal ones the user-defined route.
struct RouteExplanation {
    var text: String
    var reachesFirewall: Bool

    init(_ flow: Flow, _ snapshot: Snapshot, _ resources: ResourceSet) {
        let ownAddresses = snapshot.publicAddresses.map(IPAddress.v4)
        guard flow.side == .private else {
            let isOwn = ownAddresses.contains(flow.destination)
            text = isOwn ? "arrives from the internet at public address \(flow.destination)" : "arrives from outside"
            reachesFirewall = true
            return
        }
        guard let (network, subnet) = Self.subnet(of: flow.source, resources) else {
            text = "\(flow.source) is in no subnet; nothing is known of its routes"
            reachesFirewall = true
            return
        }
        let prefix = subnet.addressPrefixes.first { $0.contains(flow.source) }?.description ?? subnet.name
        let reference = SubnetReference(virtualNetwork: network.name, subnet: subnet.name)
        let table = resources.routeTables.values.first { $0.subnets.contains(reference) }
        let route = table?.routes.filter { $0.addressPrefix.contains(flow.destination) }
            .max { $0.addressPrefix.length < $1.addressPrefix.length }
        let system = network.addressPrefixes.filter { $0.contains(flow.destination) }.map(\.length).max()
        if let table, let route, route.addressPrefix.length >= system ?? 0 {
            let name = "\(table.name)/\(route.name)"
            switch route.nextHop {
            case .virtualAppliance(let hop) where snapshot.isPrivateAddress(hop):
                text = "\(prefix) sends \(route.addressPrefix) to \(hop) (\(name))"
                reachesFirewall = true
            case .virtualAppliance(let hop):
                text = "\(prefix) sends \(route.addressPrefix) to \(hop) (\(name)), which is not this firewall"
                reachesFirewall = false
            case .vnetLocal:
                text = "\(prefix) keeps \(route.addressPrefix) in the virtual network (\(name)), past the firewall"
                reachesFirewall = false
            case .internet:
                text = "\(prefix) sends \(route.addressPrefix) straight to the internet (\(name)), past the firewall"
                reachesFirewall = false
            case .none:
                text = "\(prefix) drops \(route.addressPrefix) (\(name)); the flow never reaches the firewall"
                reachesFirewall = false
            }
        } else if system != nil {
            text =
                "\(flow.destination) is in \(network.name), which delivers it itself; the flow never reaches the firewall"
            reachesFirewall = false
        } else {
            text =
                "\(prefix) has no route to the firewall (\(snapshot.privateAddress)): the flow never reaches it; "
                + "associate a route table that sends \(IPPrefix.all(flow.source.family)) there with \(reference)"
            reachesFirewall = false
        }
    }

    /// What is wrong with the way back from a server that DNAT sends a flow to, or nil. A
    /// subnet without a default route to the firewall answers by another way, and the client
    /// never gets it.
    static func wayBack(
        _ flow: Flow, _ translation: Decision.Translation, _ snapshot: Snapshot, _ resources: ResourceSet
    ) -> String? {
        var answer = flow
        answer.side = .private
        answer.source = .v4(translation.address)
        answer.destination = flow.source
        guard subnet(of: answer.source, resources) != nil else { return nil }
        let route = RouteExplanation(answer, snapshot, resources)
        return route.reachesFirewall
            ? nil
            : "answers do not come back this way: \(route.text); or set snat.inboundSnat in the policy"
    }

    private static func subnet(
        of address: IPAddress, _ resources: ResourceSet
    ) -> (VirtualNetwork, VirtualNetwork.Subnet)? {
        for network in resources.virtualNetworks.values.sorted(by: { $0.name < $1.name }) {
            for subnet in network.subnets where subnet.addressPrefixes.contains(where: { $0.contains(address) }) {
                return (network, subnet)
            }
        }
        return nil
    }
}
