import MoatLab
import MoatModel

extension LabTopology {
    /// Puts one machine at the load balancer's address in the place of the example's cluster,
    /// whose pods become plain machines.
    mutating func replaceKubernetes() {
        kubernetes = nil
        hosts.removeAll { $0.name == "node-1" || $0.name.hasPrefix("ingress-") }
        for index in hosts.indices { hosts[index].pod = nil }
        hosts.insert(
            Host(
                name: "ingress", subnet: SubnetReference(virtualNetwork: "aks-vnet", subnet: "ing-4-subnet"),
                addresses: [Rules.address("10.0.4.4")],
                services: [
                    LabService(.tcp, 80, .http, status: 404, body: "default backend - 404, you are {client}\n"),
                    LabService(.tcp, 443, .text, body: "ingress, you are {client}\n"),
                ]), at: 0)
    }
}
