import MoatModel
import Testing

@testable import MoatKubernetes

@Suite struct LoadBalancerPlannerTests {
    private let front = Make.key("front")

    private func settings(
        _ ports: [LoadBalancerSettings.Port] = [.init(port: 80, nodePort: 30080, probe: HealthProbe())],
        _ change: (inout LoadBalancerSettings) -> Void = { _ in }
    ) -> LoadBalancerSettings {
        var settings = LoadBalancerSettings()
        settings.ports = ports
        change(&settings)
        return settings
    }

    private func planner(
        _ mode: LoadBalancerRules.TargetMode = .pods, _ slices: [EndpointSlice] = [],
        _ settings: LoadBalancerSettings? = nil
    ) throws -> LoadBalancerPlanner {
        var planner = LoadBalancerPlanner(mode: mode)
        planner.place(front, settings ?? self.settings(), at: try Make.address("10.0.4.4"))
        planner.replaceSlices(slices)
        return planner
    }

    /// `new flows | keep their flows`, of the first frontend.
    private func plan(_ planner: inout LoadBalancerPlanner) -> String {
        _ = planner.plan()
        guard let frontend = planner.frontends(of: front).first else { return "none" }
        let texts = [frontend.backends, frontend.draining].map { $0.map(\.description).joined(separator: " ") }
        return texts.joined(separator: " | ")
    }

    @Test func readyEndpointsOfAllSlicesOnce() throws {
        var planner = try planner(
            .pods,
            [
                Make.slice("a", [Make.endpoint("10.0.5.2"), Make.endpoint("10.0.5.1")]),
                Make.slice("b", [Make.endpoint("10.0.5.2", ready: false), Make.endpoint("10.0.5.3")]),
                Make.slice("c", of: "other", [Make.endpoint("10.0.5.9")]),
            ])
        #expect(plan(&planner) == "10.0.5.1:8080 10.0.5.2:8080 10.0.5.3:8080 | ")
        planner.removeSlice(Make.key("a"))
        #expect(plan(&planner) == "10.0.5.3:8080 | 10.0.5.2:8080")
    }

    /// As with kube-proxy, those that are terminating and serve get new flows where none is ready.
    @Test func terminating() throws {
        let leaving = Make.endpoint("10.0.5.1", ready: false, serving: true, terminating: true)
        let gone = Make.endpoint("10.0.5.3", ready: false, serving: false, terminating: true)
        var planner = try planner(.pods, [Make.slice("a", [leaving, Make.endpoint("10.0.5.2"), gone])])
        #expect(plan(&planner) == "10.0.5.2:8080 | 10.0.5.1:8080 10.0.5.3:8080")
        planner.set(Make.slice("a", [leaving, gone]))
        #expect(plan(&planner) == "10.0.5.1:8080 | 10.0.5.3:8080")
        planner.set(Make.slice("a", [gone]))
        #expect(plan(&planner) == " | 10.0.5.3:8080")
    }

    @Test func notReadyButPublished() throws {
        let slices = [Make.slice("a", [Make.endpoint("10.0.5.1", ready: false)])]
        var planner = try planner(.pods, slices)
        #expect(plan(&planner) == " | 10.0.5.1:8080")
        var published = try self.planner(.pods, slices, settings { $0.publishesNotReady = true })
        #expect(plan(&published) == "10.0.5.1:8080 | ")
    }

    @Test func portsByNameAndProtocol() throws {
        let ports: [EndpointPort] = [
            EndpointPort(name: "dns", protocol: .udp, port: 5353),
            EndpointPort(name: "dns", protocol: .tcp, port: 5354),
            EndpointPort(name: "web", protocol: .tcp, port: 8080),
        ]
        var planner = try planner(
            .pods, [Make.slice("a", [Make.endpoint("10.0.5.1")], ports: ports)],
            settings([.init(name: "dns", port: 53, protocol: .udp), .init(name: "dns", port: 53, protocol: .tcp)]))
        _ = planner.plan()
        #expect(planner.frontends(of: front).map(\.key.description) == ["10.0.4.4:53/udp", "10.0.4.4:53/tcp"])
        #expect(planner.frontends(of: front).map { $0.backends.map(\.port) } == [[5353], [5354]])
    }

    @Test(arguments: [0, 65536, -1] as [Int32]) func portsThatAreNone(_ port: Int32) throws {
        let ports = [EndpointPort(protocol: .tcp, port: port)]
        var planner = try planner(.pods, [Make.slice("a", [Make.endpoint("10.0.5.1")], ports: ports)])
        #expect(plan(&planner) == " | ")
    }

    /// A slice that names no port means all, so the Service's own counts.
    @Test func allPorts() throws {
        let slices = [Make.slice("a", [Make.endpoint("10.0.5.1")], ports: [EndpointPort(protocol: .tcp)])]
        var planner = try planner(.pods, slices, settings([.init(port: 80, targetPort: 8888)]))
        #expect(plan(&planner) == "10.0.5.1:8888 | ")
    }

    @Test func probes() throws {
        var planner = try planner(.pods, [Make.slice("a", [Make.endpoint("10.0.5.1"), Make.endpoint("10.0.5.2")])])
        let change = planner.plan()
        #expect(change.newTargets.keys.map(\.description).sorted() == ["tcp 10.0.5.1:8080", "tcp 10.0.5.2:8080"])
        let targets = change.newTargets.keys.sorted { $0.address < $1.address }
        planner.set(targets[0], isDown: true)
        #expect(plan(&planner) == "10.0.5.2:8080 | 10.0.5.1:8080")
        planner.set(targets[1], isDown: true)
        #expect(plan(&planner) == " | 10.0.5.1:8080 10.0.5.2:8080")
        planner.set(targets[0], isDown: false)
        #expect(plan(&planner) == "10.0.5.1:8080 | 10.0.5.2:8080")
        // One that goes and comes again is new.
        planner.set(Make.slice("a", [Make.endpoint("10.0.5.1")]))
        #expect(planner.plan().goneTargets == [targets[1]])
        planner.set(Make.slice("a", [Make.endpoint("10.0.5.1"), Make.endpoint("10.0.5.2")]))
        #expect(plan(&planner) == "10.0.5.1:8080 10.0.5.2:8080 | ")
    }

    /// Flows of UDP have no end that could be waited for.
    @Test func udpDoesNotDrain() throws {
        let ports = [EndpointPort(protocol: .udp, port: 5353)]
        var planner = try planner(
            .pods, [Make.slice("a", [Make.endpoint("10.0.5.1", ready: false)], ports: ports)],
            settings([.init(port: 53, protocol: .udp)]))
        #expect(plan(&planner) == " | ")
    }

    @Test func nodes() throws {
        var planner = try planner(.nodePorts)
        planner.replaceNodes([
            Make.node("a", "10.0.1.1"), Make.node("b", "10.0.1.2", ready: false),
            Make.node("c", "10.0.1.3", labels: [NodeEntry.excludingLabel: ""]),
            Make.node("d", "10.0.1.4", taints: [Taint(key: NodeEntry.deletionTaint, effect: "NoSchedule")]),
            Make.node("e", "fd00::1"),
        ])
        #expect(plan(&planner) == "10.0.1.1:30080 | 10.0.1.2:30080 10.0.1.3:30080 10.0.1.4:30080")
        planner.removeNode("b")
        planner.set(Make.node("c", "10.0.1.3"))
        #expect(plan(&planner) == "10.0.1.1:30080 10.0.1.3:30080 | 10.0.1.4:30080")
    }

    @Test func localPolicy() throws {
        var planner = try planner(
            .nodePorts,
            [
                Make.slice(
                    "s",
                    [
                        Make.endpoint("10.0.5.1", node: "a"),
                        Make.endpoint("10.0.5.2", ready: false, serving: true, terminating: true, node: "b"),
                    ])
            ], settings { $0.isLocal = true })
        planner.replaceNodes([
            Make.node("a", "10.0.1.1"), Make.node("b", "10.0.1.2"), Make.node("c", "10.0.1.3"),
        ])
        #expect(plan(&planner) == "10.0.1.1:30080 | 10.0.1.2:30080")
    }

    /// A heartbeat of a node is no change, and what is about one Service is planned for that one alone.
    @Test func onlyWhatChanged() throws {
        var planner = try planner(.nodePorts)
        planner.set(Make.node("a", "10.0.1.1"))
        _ = planner.plan()
        var again = Make.node("a", "10.0.1.1")
        again.metadata.resourceVersion = "9"
        planner.set(again)
        planner.set(Make.slice("z", of: "unknown", []))
        #expect(!planner.hasChanges)
    }

    /// One Service with many ports and endpoints must not take the memory and the probes of all.
    @Test func endpointsThatAreTooMany() throws {
        let ports = (0..<1000).map { number in
            LoadBalancerSettings.Port(
                name: "p\(number)", port: 2000 + UInt16(number), targetPort: 8080, probe: HealthProbe())
        }
        let slicePorts = (0..<1000).map { EndpointPort(name: "p\($0)", protocol: .tcp, port: 8080) }
        let endpoints = (1...40).map { Make.endpoint("10.0.5.\($0)", ready: $0 > 20) }
        var planner = try planner(.pods, [Make.slice("a", endpoints, ports: slicePorts)], settings(ports))
        let change = planner.plan()
        // Of 1,000 ports each has 16, and as many that only keep their flows.
        let surplus = ServicePlanning.Surplus(what: "endpoints", all: 40, kept: 32, ports: 1000)
        #expect(planner.surplus(of: front) == surplus)
        // Those that are ready come first, and the same for all ports.
        let expected = try (21...36).map {
            LoadBalancerBackend(address: try Make.address("10.0.5.\($0)"), port: 8080)
        }
        #expect(planner.frontends.count == 1000)
        let leaving = try (1...16).map {
            LoadBalancerBackend(address: try Make.address("10.0.5.\($0)"), port: 8080)
        }
        #expect(planner.frontends.allSatisfy { $0.backends == expected && $0.draining == leaving })
        #expect(change.newTargets.count == 16)
        planner.place(front, settings(Array(ports.prefix(400))), at: try Make.address("10.0.4.4"))
        _ = planner.plan()
        #expect(planner.surplus(of: front) == nil)
        #expect(planner.frontends.allSatisfy { $0.backends.count == 20 && $0.draining.count == 20 })
    }

    @Test func nodesThatAreTooMany() throws {
        let ports = (0..<8192).map { LoadBalancerSettings.Port(port: 2000 + UInt16($0), nodePort: 30080) }
        var planner = try planner(.nodePorts, [], settings(ports))
        planner.replaceNodes([
            Make.node("0", "fd00::1"), Make.node("a", "10.0.1.1", ready: false), Make.node("b", "10.0.1.2"),
            Make.node("c", "10.0.1.3"), Make.node("d", "10.0.1.4"),
        ])
        #expect(plan(&planner) == "10.0.1.2:30080 10.0.1.3:30080 | 10.0.1.1:30080")
        #expect(planner.surplus(of: front) == ServicePlanning.Surplus(what: "nodes", all: 4, kept: 3, ports: 8192))
        // Where traffic stays on its node, those without an endpoint are none of it, and what counts is
        // what those of the others can do.
        planner.place(front, settings(ports) { $0.isLocal = true }, at: try Make.address("10.0.4.4"))
        func endpoint(_ node: String, ready: Bool) -> Endpoint {
            Make.endpoint("10.0.5.1", ready: ready, node: node)
        }
        planner.set(Make.slice("a", [endpoint("b", ready: false), endpoint("d", ready: true)]))
        #expect(plan(&planner) == "10.0.1.4:30080 | 10.0.1.2:30080")
        #expect(planner.surplus(of: front) == nil)
    }

    @Test func endpointsThatAreLeftOut() throws {
        var slice = Make.slice("a", [Make.endpoint("fd00::1"), Make.endpoint("fd00::2")])
        slice.addressType = .ipv6
        var planner = try planner(
            .pods, [slice, Make.slice("b", [Make.endpoint("nonsense"), Make.endpoint("10.0.5.1")])])
        #expect(plan(&planner) == "10.0.5.1:8080 | ")
        #expect(planner.leftOut(of: front) == 3)
    }
}
