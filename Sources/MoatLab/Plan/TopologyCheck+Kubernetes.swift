import MoatModel

extension TopologyCheck {
    mutating func checkKubernetes() {
        let hosts = Dictionary(topology.hosts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let nodes = topology.kubernetes?.nodes ?? []
        var seen: Set<String> = []
        for node in nodes {
            if !seen.insert(node).inserted { report("kubernetes: node \(node) is named twice", "name it once") }
            guard let host = hosts[node] else {
                report(
                    "kubernetes: node \(node): there is no such host", "add it to hosts, with an address of a subnet")
                continue
            }
            if host.pod != nil { report("host \(node) is a node and a pod", "make it one of the two") }
        }
        for host in topology.hosts {
            guard let pod = host.pod else { continue }
            guard topology.kubernetes != nil else {
                report("host \(host.name): it is a pod of no cluster", "add kubernetes: {nodes: [\(pod.node)]} to spec")
                continue
            }
            if !pod.command.isEmpty, !host.services.isEmpty {
                report("host \(host.name): its pod has a command and services", "keep one of the two")
            }
            if !nodes.contains(pod.node) {
                let known = nodes.joined(separator: ", ")
                report(
                    "host \(host.name): its pod is on node \(pod.node), which there is not",
                    known.isEmpty ? "name a host under kubernetes: nodes" : "there is: \(known)")
            }
        }
    }
}
