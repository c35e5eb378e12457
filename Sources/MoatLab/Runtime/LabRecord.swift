import FoundationEssentials
import MoatModel

/// What a running lab is made of, as kept in its folder for `status`, `exec`, `down` and
/// the fabric.
public struct LabRecord: Hashable, Sendable, Codable {
    public var name: String
    public var firewall: String
    public var gateway: LabGateway
    /// Networks of the internet.
    public var networks: [String]
    public var subnets: [Subnet]
    public var hosts: [Host]
    /// Absolute paths of the manifests that were applied.
    public var resources: [String]
    /// By which kubectl finds the lab's Kubernetes API; nil where it has none.
    public var kubeconfig: String?

    public struct Subnet: Hashable, Sendable, Codable {
        /// `network/subnet`
        public var name: String
        public var prefixes: [String]
        var interface: String
        var table: Int
    }

    public struct Host: Hashable, Sendable, Codable {
        public var name: String
        public var role: LabNode.Role
        public var namespace: String
        /// Addresses without the length, and without link-local ones.
        public var addresses: [String]
        public var subnet: String?
        /// `http on 80/tcp`
        public var services: [String]
    }

    public init(_ plan: LabPlan, resources: [String]) {
        name = plan.name
        firewall = plan.firewall
        gateway = plan.gateway
        networks = plan.networks.map(\.description)
        subnets = plan.links.map {
            Subnet(
                name: $0.subnet.description, prefixes: $0.prefixes.map(\.description), interface: $0.interface,
                table: $0.table)
        }
        hosts = plan.nodes.map { node in
            Host(
                name: node.name, role: node.role, namespace: node.namespace,
                addresses: node.addresses.map(\.address.address).filter { !$0.isLinkLocal }.map(\.description),
                subnet: node.subnet?.description,
                services: node.services.map(\.description))
        }
        self.resources = resources
        kubeconfig = plan.kubernetes?.directory.kubeconfig(inside: false)
    }

    public func host(_ name: String) -> Host? {
        hosts.first { $0.name == name }
    }

    /// The fabric's side of the subnets.
    var links: [SubnetLink] {
        subnets.compactMap { subnet in
            SubnetReference(subnet.name).map {
                SubnetLink(
                    subnet: $0, prefixes: subnet.prefixes.compactMap { IPPrefix($0) }, interface: subnet.interface,
                    table: subnet.table)
            }
        }
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try FileSystem.write(String(decoding: try encoder.encode(self), as: UTF8.self) + "\n", to: path)
    }

    init(readFrom path: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(try FileSystem.read(path)))
    }
}
