import MoatModel

extension LabPlanner {
    /// What the process with the lab's Kubernetes API is told; nil where there is none.
    var kubernetes: KubernetesSpec? {
        guard let kubernetes = topology.kubernetes, gateway == .moat else { return nil }
        let hosts = Dictionary(topology.hosts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let home = homeSubnet
        // Those of the nodes' subnet first: clusters have their API near their nodes.
        let routers =
            links.filter { $0.subnet == home }.flatMap(\.prefixes)
            + links.filter { $0.subnet != home }.flatMap(\.prefixes)
        return KubernetesSpec(
            lab: topology.name, root: directory.root,
            addresses: (routers.filter { $0.family == .ipv4 } + routers.filter { $0.family == .ipv6 }).map {
                $0.router.description
            },
            port: kubernetes.port,
            nodes: kubernetes.nodes.compactMap { name in
                hosts[name].flatMap { Self.address(of: $0) }.map { KubernetesSpec.Node(name: name, address: $0) }
            },
            pods: topology.hosts.compactMap { host in
                guard let pod = host.pod, let address = Self.address(of: host) else { return nil }
                return KubernetesSpec.Pod(
                    name: host.name, namespace: pod.namespace, labels: pod.labels, address: address, node: pod.node,
                    services: host.services, command: pod.command, ports: pod.ports)
            })
    }

    /// That of the first node; nil where there is none.
    private var homeSubnet: SubnetReference? {
        topology.kubernetes?.nodes.first.flatMap { name in topology.hosts.first { $0.name == name }?.subnet }
    }

    /// Of the two families a cluster's own is IPv4.
    private static func address(of host: LabTopology.Host) -> String? {
        (host.addresses.first { $0.family == .ipv4 } ?? host.addresses.first)?.description
    }

    /// The processes that serve the API and follow it, in the order in which they start.
    var kubernetesProcesses: [PlannedProcess] {
        guard let kubernetes = topology.kubernetes else { return [] }
        let api = PlannedProcess(
            .kubernetes, node: LabName.fabric, arguments: ["lab", "kubernetes", "--spec", directory.kubernetes])
        return [api]
            + (0..<kubernetes.loadBalancers).map { number in
                PlannedProcess(
                    .loadBalancer, node: LabName.fabric, number: number + 1,
                    arguments: [
                        "lb", "run", "--kubeconfig", directory.kubeconfig(inside: true), "--socket",
                        directory.loadBalancer(number + 1),
                    ] + loadBalancerSubnets)
            }
    }

    /// The subnets of the firewall's virtual network that Services get addresses of, and what of
    /// them is taken.
    private var loadBalancerSubnets: [String] {
        let subnets = links.filter {
            $0.subnet.virtualNetwork == firewall.subnet?.virtualNetwork && $0.subnet != firewall.subnet
        }
        let prefixes = subnets.compactMap { link in
            link.prefixes.first { $0.family == .ipv4 }.map { (link.subnet.subnet, $0) }
        }
        let taken = topology.hosts.flatMap(\.addresses).filter { address in
            prefixes.contains { $0.1.contains(address) }
        }
        return prefixes.flatMap { ["--subnet", "\($0.0)=\($0.1)"] }
            + (homeSubnet.map { ["--default-subnet", $0.subnet] } ?? [])
            + taken.flatMap { ["--reserve", $0.description] }
    }
}
