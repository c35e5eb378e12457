import MoatModel
import Testing

@testable import MoatKubernetes

/// Whatever happens in whatever order: what is planned is what the state says that came of it.
@Suite struct LoadBalancerPlannerPropertyTests {
    /// The state of a cluster, and what it says, found by looking at everything.
    private struct Model {
        var mode: LoadBalancerRules.TargetMode
        var services: [ObjectKey: (LoadBalancerSettings, IPv4Address)] = [:]
        var slices: [ObjectKey: EndpointSlice] = [:]
        var nodes: [String: Node] = [:]
        var down: Set<ProbeTarget> = []

        func frontends() -> Set<LoadBalancerFrontend> {
            var all: Set<LoadBalancerFrontend> = []
            for (key, (settings, address)) in services {
                for port in settings.ports { all.insert(frontend(key, settings, address, port)) }
            }
            return all
        }

        /// All places that are asked.
        func targets() -> Set<ProbeTarget> {
            var all: Set<ProbeTarget> = []
            for (key, (settings, _)) in services {
                for port in settings.ports {
                    let found = places(key, settings, port)
                    for backend in found.fresh { if let target = target(backend, port) { all.insert(target) } }
                }
            }
            return all
        }

        private func frontend(
            _ key: ObjectKey, _ settings: LoadBalancerSettings, _ address: IPv4Address,
            _ port: LoadBalancerSettings.Port
        ) -> LoadBalancerFrontend {
            let found = places(key, settings, port)
            let healthy = found.fresh.filter { backend in
                target(backend, port).map { !down.contains($0) } ?? true
            }
            let rest = found.all.subtracting(healthy)
            return LoadBalancerFrontend(
                .init(address: address, port: port.port, protocol: port.protocol), affinity: settings.affinity,
                backends: healthy.sorted(), draining: port.protocol == .udp ? [] : rest.sorted())
        }

        private func target(_ backend: LoadBalancerBackend, _ port: LoadBalancerSettings.Port) -> ProbeTarget? {
            port.probe.map { ProbeTarget(address: backend.address, port: backend.port, probe: $0) }
        }

        private func places(
            _ key: ObjectKey, _ settings: LoadBalancerSettings, _ port: LoadBalancerSettings.Port
        ) -> (all: Set<LoadBalancerBackend>, fresh: Set<LoadBalancerBackend>) {
            var all: Set<LoadBalancerBackend> = []
            var ready: Set<LoadBalancerBackend> = []
            var serving: Set<LoadBalancerBackend> = []
            func add(_ backend: LoadBalancerBackend, _ isReady: Bool, _ isServing: Bool) {
                all.insert(backend)
                if isReady { ready.insert(backend) }
                if isServing { serving.insert(backend) }
            }
            let own = slices.values.filter { $0.serviceName == key.name && $0.metadata.namespace == key.namespace }
            for slice in own {
                for slicePort in slice.ports where slicePort.name == port.name {
                    guard (slicePort.protocol == .udp) == (port.protocol == .udp), let number = slicePort.port else {
                        continue
                    }
                    for endpoint in slice.endpoints {
                        guard let address = endpoint.addresses.first.flatMap({ IPv4Address($0) }) else { continue }
                        let isReady = settings.publishesNotReady || endpoint.conditions.isReady
                        let isServing = endpoint.conditions.isServing && endpoint.conditions.isTerminating
                        if mode == .pods {
                            let backend = LoadBalancerBackend(address: address, port: UInt16(clamping: number))
                            add(backend, isReady, isServing)
                        } else if settings.isLocal, let node = endpoint.nodeName.flatMap({ nodes[$0] }),
                            let host = node.addresses(.internalIP).first.flatMap({ IPv4Address($0) })
                        {
                            let backend = LoadBalancerBackend(address: host, port: port.nodePort ?? 0)
                            add(backend, isReady && node.isReady, isServing && node.isReady)
                        }
                    }
                }
            }
            if mode == .nodePorts, !settings.isLocal {
                for node in nodes.values {
                    guard let host = node.addresses(.internalIP).first.flatMap({ IPv4Address($0) }) else { continue }
                    add(LoadBalancerBackend(address: host, port: port.nodePort ?? 0), node.isReady, false)
                }
            }
            return (all, ready.isEmpty ? serving : ready)
        }
    }

    private struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private func settings(_ random: inout Random) -> LoadBalancerSettings {
        var settings = LoadBalancerSettings()
        settings.isLocal = Bool.random(using: &random)
        settings.publishesNotReady = Int.random(in: 0..<5, using: &random) == 0
        settings.affinity = Bool.random(using: &random) ? .clientIP : .none
        for number: UInt16 in [80, 443, 53] where Bool.random(using: &random) {
            let isUDP = number == 53
            settings.ports.append(
                .init(
                    name: "p\(number)", port: number, protocol: isUDP ? .udp : .tcp, nodePort: 30000 + number,
                    probe: isUDP || Int.random(in: 0..<4, using: &random) == 0 ? nil : HealthProbe()))
        }
        return settings
    }

    private func slice(_ name: String, _ random: inout Random) -> EndpointSlice {
        let endpoints = (0..<Int.random(in: 0..<5, using: &random)).map { _ in
            Make.endpoint(
                "10.0.5.\(Int.random(in: 1..<8, using: &random))", ready: Bool.random(using: &random),
                serving: Bool.random(using: &random), terminating: Bool.random(using: &random),
                node: "n\(Int.random(in: 0..<4, using: &random))")
        }
        let ports = [80, 443, 53].filter { _ in Int.random(in: 0..<4, using: &random) > 0 }.map { number in
            EndpointPort(name: "p\(number)", protocol: number == 53 ? .udp : .tcp, port: Int32(8000 + number))
        }
        return Make.slice(name, of: "s\(Int.random(in: 0..<4, using: &random))", endpoints, ports: ports)
    }

    @Test(arguments: [LoadBalancerRules.TargetMode.pods, .nodePorts], 0..<20)
    func agrees(_ mode: LoadBalancerRules.TargetMode, _ seed: Int) throws {
        var random = Random(state: UInt64(seed) &* 7919 + 1)
        var planner = LoadBalancerPlanner(mode: mode)
        var model = Model(mode: mode)
        var asked: Set<ProbeTarget> = []
        for step in 0..<300 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0...1:
                let number = Int.random(in: 0..<4, using: &random)
                let address = try Make.address("10.0.4.\(4 + number)")
                let wish = settings(&random)
                model.services[Make.key("s\(number)")] = (wish, address)
                planner.place(Make.key("s\(number)"), wish, at: address)
            case 2:
                let key = Make.key("s\(Int.random(in: 0..<4, using: &random))")
                model.services[key] = nil
                planner.remove(key)
            case 3...5:
                let slice = slice("e\(Int.random(in: 0..<6, using: &random))", &random)
                model.slices[slice.key] = slice
                planner.set(slice)
            case 6:
                let key = Make.key("e\(Int.random(in: 0..<6, using: &random))")
                model.slices[key] = nil
                planner.removeSlice(key)
            case 7:
                let number = Int.random(in: 0..<4, using: &random)
                let node = Make.node("n\(number)", "10.0.1.\(number)", ready: Bool.random(using: &random))
                model.nodes[node.metadata.name] = node
                planner.set(node)
            case 8:
                if Bool.random(using: &random) {
                    planner.replaceSlices(Array(model.slices.values))
                    planner.replaceNodes(Array(model.nodes.values))
                } else {
                    let name = "n\(Int.random(in: 0..<4, using: &random))"
                    model.nodes[name] = nil
                    planner.removeNode(name)
                }
            default:
                let sorted = asked.sorted { $0.description < $1.description }
                guard let target = sorted.randomElement(using: &random) else { continue }
                let isDown = Bool.random(using: &random)
                if isDown { model.down.insert(target) } else { model.down.remove(target) }
                planner.set(target, isDown: isDown)
            }
            // Changes are planned one by one and together.
            guard step % 3 == 0 || step == 299 || Bool.random(using: &random) else { continue }
            let before = Set(planner.frontends)
            let change = planner.plan()
            asked.formUnion(change.newTargets.keys)
            asked.subtract(change.goneTargets)
            #expect(asked == model.targets())
            // What is asked no more is forgotten.
            model.down.formIntersection(asked)
            let frontends = planner.frontends
            #expect(frontends.count == Set(frontends).count)
            #expect(Set(frontends) == model.frontends())
            #expect(change.frontends == (before != Set(frontends)))
        }
    }
}
