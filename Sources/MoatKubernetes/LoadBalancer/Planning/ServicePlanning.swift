import MoatModel

/// Who takes a Service's traffic, from what is known of the cluster: a function without memory.
struct ServicePlanning {
    private let settings: LoadBalancerSettings
    private let address: IPv4Address
    private var slices: [SliceEntry]
    private var nodes: [String: NodeEntry]
    private let mode: LoadBalancerRules.TargetMode
    /// Nil where none is left out for being too many.
    private(set) var surplus: Surplus?

    /// A Service has at most so many backends, those of all its ports together, and so one Service takes
    /// no more than its part of the kernel's memory and of the probes' time. A frontend with more would
    /// have less than a slot for each.
    static let maximumBackends = 16_384

    /// How many there are of what takes a Service's traffic, and how many may.
    struct Surplus: Hashable, Sendable {
        /// `endpoints` or `nodes`.
        var what: String
        var all: Int
        var kept: Int
        var ports: Int
    }

    init(
        settings: LoadBalancerSettings, address: IPv4Address, slices: [SliceEntry], nodes: [String: NodeEntry],
        mode: LoadBalancerRules.TargetMode
    ) {
        self.settings = settings
        self.address = address
        self.slices = slices
        self.nodes = nodes
        self.mode = mode
        let share = max(1, Self.maximumBackends / max(1, settings.ports.count))
        switch mode {
        case .pods: limitEndpoints(to: share)
        case .nodePorts: limitNodes(to: share)
        }
    }

    func ports() -> [PortPlan] {
        settings.ports.map { port in
            var ranked: [LoadBalancerBackend: Ranked] = [:]
            switch mode {
            case .pods: addPods(of: port, to: &ranked)
            case .nodePorts: addNodes(of: port, to: &ranked)
            }
            // Those that are terminating and still answer only get new flows where no other can.
            let best: EndpointEntry.Readiness =
                ranked.values.contains { $0.readiness == .ready } ? .ready : .serving
            let ordered = ranked.sorted { $0.key < $1.key }
            return PortPlan(
                key: .init(address: address, port: port.port, protocol: port.protocol),
                affinity: settings.affinity,
                candidates: ordered.filter { $0.value.readiness >= best }.map { backend, ranked in
                    let target = port.probe.flatMap { probe in
                        ranked.probePort.map { ProbeTarget(address: backend.address, port: $0, probe: probe) }
                    }
                    return PortPlan.Candidate(backend: backend, target: target)
                },
                leaving: ordered.filter { $0.value.readiness < best }.map(\.key))
        }
    }
}

extension ServicePlanning {
    /// The same endpoints are kept for all ports.
    private mutating func limitEndpoints(to share: Int) {
        guard slices.reduce(0, { $0 + $1.endpoints.count }) > share else { return }
        var best: [IPv4Address: EndpointEntry.Readiness] = [:]
        for endpoint in slices.lazy.flatMap(\.endpoints) {
            best[endpoint.address] = max(best[endpoint.address] ?? .draining, readiness(endpoint))
        }
        let kept = Self.kept(of: best, share)
        guard kept.count < best.count else { return }
        for index in slices.indices { slices[index].keep(kept) }
        surplus = Surplus(what: "endpoints", all: best.count, kept: kept.count, ports: settings.ports.count)
    }

    private mutating func limitNodes(to share: Int) {
        guard nodes.count > share else { return }
        let hosts = settings.isLocal ? hosts(of: slices) : [:]
        var best: [String: EndpointEntry.Readiness] = [:]
        for (name, node) in nodes where node.address != nil { best[name] = readiness(name, node, hosts) }
        let kept = Self.kept(of: best, share)
        guard kept.count < best.count else { return }
        nodes = nodes.filter { kept.contains($0.key) }
        surplus = Surplus(what: "nodes", all: best.count, kept: kept.count, ports: settings.ports.count)
    }

    /// As many of those that are ready as there may be, and beside them as many of the others, which
    /// keep the flows that they have and need no room for new ones; of equals the first in order.
    private static func kept<Place: Hashable & Comparable>(
        of best: [Place: EndpointEntry.Readiness], _ share: Int
    ) -> Set<Place> {
        let order = best.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let ready = order.prefix { $0.value == .ready }
        return Set((ready.prefix(share) + order.dropFirst(ready.count).prefix(share)).map(\.key))
    }

    private struct Ranked {
        var readiness: EndpointEntry.Readiness
        var probePort: UInt16?
    }

    private func addPods(of port: LoadBalancerSettings.Port, to ranked: inout [LoadBalancerBackend: Ranked]) {
        for slice in slices {
            guard let slicePort = slice.port(port.name, port.protocol) else { continue }
            let number = slicePort.number ?? port.targetPort ?? port.port
            let probePort = port.probe.map { self.probePort($0, traffic: number, slice) }
            for endpoint in slice.endpoints {
                let backend = LoadBalancerBackend(address: endpoint.address, port: number)
                let readiness = readiness(endpoint)
                // An endpoint may stand in two slices while it moves from one to the other.
                guard readiness >= ranked[backend]?.readiness ?? .draining else { continue }
                ranked[backend] = Ranked(readiness: readiness, probePort: probePort)
            }
        }
    }

    private func probePort(_ probe: HealthProbe, traffic: UInt16, _ slice: SliceEntry) -> UInt16 {
        switch probe.port {
        case .traffic: traffic
        case .number(let number): number
        case .servicePort(let name): slice.port(name, .tcp)?.number ?? traffic
        }
    }

    private func addNodes(of port: LoadBalancerSettings.Port, to ranked: inout [LoadBalancerBackend: Ranked]) {
        guard let number = port.nodePort else { return }
        let hosts = settings.isLocal ? hosts(of: slices.filter { $0.port(port.name, port.protocol) != nil }) : [:]
        for (name, node) in nodes {
            guard let address = node.address, let readiness = readiness(name, node, hosts) else { continue }
            let probePort: UInt16?
            switch port.probe?.port {
            case .traffic?: probePort = number
            case .number(let other)?: probePort = other
            case .servicePort(let other)?: probePort = settings.nodePorts[other] ?? number
            case nil: probePort = nil
            }
            let backend = LoadBalancerBackend(address: address, port: number)
            guard readiness >= ranked[backend]?.readiness ?? .draining else { continue }
            ranked[backend] = Ranked(readiness: readiness, probePort: probePort)
        }
    }

    /// The best that an endpoint of each node can do.
    private func hosts(of slices: [SliceEntry]) -> [String: EndpointEntry.Readiness] {
        var hosts: [String: EndpointEntry.Readiness] = [:]
        for endpoint in slices.lazy.flatMap(\.endpoints) {
            guard let node = endpoint.node else { continue }
            hosts[node] = max(hosts[node] ?? .draining, readiness(endpoint))
        }
        return hosts
    }

    /// Nil for a node without an endpoint where traffic stays on its node: there are no flows that could
    /// go on.
    private func readiness(
        _ name: String, _ node: NodeEntry, _ hosts: [String: EndpointEntry.Readiness]
    ) -> EndpointEntry.Readiness? {
        guard let host = settings.isLocal ? hosts[name] : .ready else { return nil }
        return node.isEligible ? host : .draining
    }

    private func readiness(_ endpoint: EndpointEntry) -> EndpointEntry.Readiness {
        settings.publishesNotReady ? .ready : endpoint.readiness
    }
}
