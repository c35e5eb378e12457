import FoundationEssentials
import MoatModel
import Testing

@testable import MoatKubernetes

@Suite struct LoadBalancerReconcilerTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)
    private let finalizer = LoadBalancerReconciler.finalizer

    private func reconciler(
        _ services: [Service] = [], prefix: String = "10.0.4.0/24"
    ) throws -> LoadBalancerReconciler {
        var reconciler = try LoadBalancerReconciler(
            LoadBalancerConfiguration(subnets: [Make.subnet("ing-4-subnet", prefix)]))
        reconciler.take(.services(services))
        reconciler.take(.slices([]))
        reconciler.take(.nodes([]))
        return reconciler
    }

    /// Reconciles until nothing is left, and gives the events as `Service reason`.
    @discardableResult
    private func settle(_ reconciler: inout LoadBalancerReconciler, gives: Bool = true) -> [String] {
        var rounds = 0
        while reconciler.hasWork, rounds < 10 {
            rounds += 1
            _ = reconciler.reconcile(gives: gives)
        }
        #expect(rounds < 10)
        return reconciler.takeEvents().map { "\($0.service.name ?? "") \($0.reason)" }
    }

    /// Makes the writes that are due as an API would, until none is, and gives them as `Service what`.
    @discardableResult
    private func write(_ reconciler: inout LoadBalancerReconciler) -> [String] {
        var written: [String] = []
        for _ in 0..<50 {
            settle(&reconciler)
            let due = reconciler.keys.sorted().compactMap { reconciler.write(for: $0, now: now) }
            guard let write = due.first, var service = reconciler.entries[write.service]?.service else { break }
            switch write.change {
            case .finalizers(let list):
                service.metadata.finalizers = list
                written.append("\(write.service.name) finalizers \(list.count)")
            case .status(let status):
                service.status = status
                let condition = status.conditions.first?.reason ?? "-"
                written.append("\(write.service.name) \(status.loadBalancer.ingress.first?.ip ?? "-") \(condition)")
            }
            #expect(write.resourceVersion == service.metadata.resourceVersion)
            service.metadata.resourceVersion = (service.metadata.resourceVersion.flatMap { Int($0) }).map {
                "\($0 + 1)"
            }
            reconciler.take(.service(service))
        }
        return written
    }

    private func address(_ reconciler: LoadBalancerReconciler, _ name: String) -> String? {
        reconciler.pool.address(of: Make.key(name))?.description
    }

    @Test func fromWishToStatus() throws {
        var reconciler = try reconciler([Make.service()])
        #expect(settle(&reconciler) == ["front EnsuringLoadBalancer"])
        #expect(reconciler.planner.frontends.map(\.key.description) == ["10.0.4.4:80/tcp"])
        // Nobody is told of the address before the finalizer is there.
        #expect(write(&reconciler) == ["front finalizers 1", "front 10.0.4.4 Ensured"])
        let service = try #require(reconciler.entries[Make.key("front")]?.service)
        #expect(service.status.loadBalancer.ingress == [LoadBalancerIngress(ip: "10.0.4.4", ipMode: .vip)])
        #expect(service.status.conditions.first?.status == .true)
        #expect(service.status.conditions.first?.lastTransitionTime == Time(now))
    }

    /// A server before 1.29 drops ipMode, and it is not written over and over.
    @Test func oldServers() throws {
        var reconciler = try reconciler([Make.service()])
        write(&reconciler)
        var service = try #require(reconciler.entries[Make.key("front")]?.service)
        service.status.loadBalancer.ingress = [LoadBalancerIngress(ip: "10.0.4.4")]
        service.metadata.resourceVersion = "50"
        reconciler.take(.service(service))
        #expect(write(&reconciler) == [])
    }

    @Test func deletion() throws {
        var reconciler = try reconciler([Make.service()])
        write(&reconciler)
        var service = try #require(reconciler.entries[Make.key("front")]?.service)
        service.metadata.deletionTimestamp = Make.time(1)
        service.metadata.resourceVersion = "50"
        reconciler.take(.service(service))
        #expect(settle(&reconciler) == ["front DeletingLoadBalancer"])
        #expect(reconciler.planner.frontends.isEmpty)
        // Its address is its own until nothing holds it.
        #expect(address(reconciler, "front") == "10.0.4.4")
        #expect(write(&reconciler) == ["front finalizers 0"])
        #expect(address(reconciler, "front") == nil)
        reconciler.take(.serviceGone(Make.key("front")))
        #expect(settle(&reconciler) == [])
    }

    /// One that is not ours any more is left as if it had never been.
    @Test func otherType() throws {
        var reconciler = try reconciler([Make.service(finalizers: ["example.com/other"])])
        write(&reconciler)
        var service = try #require(reconciler.entries[Make.key("front")]?.service)
        service.spec.type = .clusterIP
        service.metadata.resourceVersion = "50"
        reconciler.take(.service(service))
        #expect(write(&reconciler) == ["front finalizers 1", "front - -"])
        #expect(reconciler.entries[Make.key("front")] == nil)
        #expect(address(reconciler, "front") == nil)
    }

    /// That not all endpoints take traffic is told when it comes to that, and once.
    @Test func tooManyBackends() throws {
        let ports = (0..<1024).map { ServicePort(name: "p\($0)", port: 2000 + Int32($0)) }
        var reconciler = try reconciler([Make.service(ports: ports)])
        write(&reconciler)
        let slicePorts = (0..<1024).map { EndpointPort(name: "p\($0)", protocol: .tcp, port: 8080) }
        func endpoints(_ count: Int) -> EndpointSlice {
            Make.slice("a", (1...count).map { Make.endpoint("10.0.5.\($0)") }, ports: slicePorts)
        }
        reconciler.take(.slice(endpoints(16)))
        #expect(settle(&reconciler) == [])
        reconciler.take(.slice(endpoints(17)))
        _ = reconciler.reconcile(gives: true)
        #expect(
            reconciler.takeEvents().map(\.message) == [
                "of 17 endpoints only 16 are used: a Service has at most 16384 backends, and this one has 1024 ports"
            ])
        // Another change, and the same problem.
        reconciler.take(.service(Make.service(annotations: ["example.com/a": "b"], ports: ports, version: 50)))
        #expect(settle(&reconciler) == [])
        // With fewer ports it is none, which needs no words.
        reconciler.take(.service(Make.service(ports: [ports[0]], version: 51)))
        #expect(settle(&reconciler) == [])
        reconciler.take(.service(Make.service(ports: ports, version: 52)))
        #expect(settle(&reconciler) == ["front TooManyBackends"])
    }

    /// What is not ours and has no mark of ours is another's, finalizer or not.
    @Test func othersAreLeftAlone() throws {
        let other = Make.service(
            annotations: [ServiceAnnotation.isInternal: "false"], finalizers: [finalizer], ingress: "20.0.0.1")
        var reconciler = try reconciler([other])
        #expect(write(&reconciler) == [])
        #expect(reconciler.entries.isEmpty)
    }

    /// A new controller gives what is recorded, to all that have something, before it gives anything new.
    @Test func restart() throws {
        let services = [
            Make.service("c", age: 3, finalizers: [finalizer], ingress: "10.0.4.4"), Make.service("a", age: 1),
            Make.service(
                "b", annotations: [ServiceAnnotation.ipv4: "10.0.4.5"], age: 2, finalizers: [finalizer]),
            Make.service("d", age: 4, finalizers: [finalizer], ingress: "10.0.4.9"),
        ]
        var reconciler = try reconciler(services)
        settle(&reconciler)
        #expect(
            ["a", "b", "c", "d"].map { address(reconciler, $0) } == ["10.0.4.6", "10.0.4.5", "10.0.4.4", "10.0.4.9"])
        #expect(reconciler.planner.frontends.count == 4)
    }

    /// The older keeps what both have; the other gets another address, and is told so.
    @Test func conflictAtStart() throws {
        let services = [
            Make.service("young", age: 2, finalizers: [finalizer], ingress: "10.0.4.4"),
            Make.service("old", age: 1, finalizers: [finalizer], ingress: "10.0.4.4"),
        ]
        var reconciler = try reconciler(services)
        #expect(settle(&reconciler).contains("young AddressConflict"))
        #expect(address(reconciler, "old") == "10.0.4.4")
        #expect(address(reconciler, "young") == "10.0.4.5")
        #expect(Set(reconciler.planner.frontends.map(\.key)).count == 2)
    }

    /// One that asks for an address by name gets that or none, and gets it when it comes free.
    @Test func conflictOverAName() throws {
        let wish = [ServiceAnnotation.ipv4: "10.0.4.4"]
        var reconciler = try reconciler([
            Make.service("young", annotations: wish, age: 2), Make.service("old", annotations: wish, age: 1),
        ])
        #expect(settle(&reconciler) == ["old EnsuringLoadBalancer", "young AddressConflict"])
        #expect(
            write(&reconciler) == ["old finalizers 1", "old 10.0.4.4 Ensured", "young - AddressConflict"])
        let condition = try #require(reconciler.entries[Make.key("young")]?.service.status.conditions.first)
        #expect(condition.status == .false)
        #expect(
            condition.message == "10.0.4.4 is taken by the Service web/old, and both have port 80/TCP")
        reconciler.take(.serviceGone(Make.key("old")))
        #expect(write(&reconciler) == ["young finalizers 1", "young 10.0.4.4 Ensured"])
    }

    @Test func exhaustion() throws {
        var reconciler = try reconciler(
            [Make.service("a", age: 1), Make.service("b", age: 2)], prefix: "10.0.4.0/29")
        reconciler.take(.service(Make.service("c", age: 3)))
        reconciler.take(.service(Make.service("d", age: 4)))
        #expect(settle(&reconciler).contains("d SubnetExhausted"))
        reconciler.take(.serviceGone(Make.key("b")))
        settle(&reconciler)
        #expect(address(reconciler, "d") == "10.0.4.5")
    }

    /// A wish that cannot be met does not take away what a Service has.
    @Test func failedMove() throws {
        var reconciler = try reconciler([Make.service("a", age: 1), Make.service("b", age: 2)])
        write(&reconciler)
        for (wish, reason) in [
            ("10.0.4.4", "AddressConflict"), ("10.9.0.1", "AddressNotUsable"), ("x", "InvalidAnnotation"),
        ] {
            var service = try #require(reconciler.entries[Make.key("b")]?.service)
            service.metadata.annotations[ServiceAnnotation.ipv4] = wish
            service.metadata.resourceVersion = "\(100 + (Int(service.metadata.resourceVersion ?? "") ?? 0))"
            reconciler.take(.service(service))
            #expect(settle(&reconciler) == ["b \(reason)"])
            #expect(write(&reconciler) == ["b 10.0.4.5 \(reason)"])
            #expect(reconciler.planner.frontends.count == 2)
        }
        var service = try #require(reconciler.entries[Make.key("b")]?.service)
        service.metadata.annotations[ServiceAnnotation.ipv4] = "10.0.4.77"
        service.metadata.resourceVersion = "1000"
        reconciler.take(.service(service))
        #expect(write(&reconciler) == ["b 10.0.4.77 Ensured"])
    }

    /// A port that a neighbour has at the same address costs a Service neither the address nor its
    /// other ports, which the neighbour could take else.
    @Test func aPortThatIsTakenCostsNothingElse() throws {
        var reconciler = try reconciler([Make.service("a", age: 1)])
        write(&reconciler)
        reconciler.take(
            .service(
                Make.service(
                    "c", annotations: [ServiceAnnotation.ipv4: "10.0.4.4"], ports: [ServicePort(port: 443)], age: 2)))
        write(&reconciler)
        #expect(address(reconciler, "c") == "10.0.4.4")
        var service = try #require(reconciler.entries[Make.key("a")]?.service)
        service.spec.ports.append(ServicePort(name: "https", port: 443))
        service.metadata.resourceVersion = "100"
        reconciler.take(.service(service))
        #expect(settle(&reconciler) == ["a AddressConflict"])
        #expect(address(reconciler, "a") == "10.0.4.4")
        let frontends = reconciler.planner.frontends.map(\.key.description).sorted()
        #expect(frontends == ["10.0.4.4:443/tcp", "10.0.4.4:80/tcp"])
        // The neighbour goes, and the port is served.
        reconciler.take(.serviceGone(Make.key("c")))
        #expect(settle(&reconciler).isEmpty)
        #expect(reconciler.planner.frontends(of: Make.key("a")).count == 2)
    }

    /// What would serve more clients than wished is not served, and keeps its address.
    @Test func refusal() throws {
        var reconciler = try reconciler([Make.service()])
        write(&reconciler)
        var service = try #require(reconciler.entries[Make.key("front")]?.service)
        service.spec.loadBalancerSourceRanges = ["10.0.0.0/8"]
        service.metadata.resourceVersion = "50"
        reconciler.take(.service(service))
        #expect(settle(&reconciler) == ["front UnsupportedSourceRanges"])
        #expect(reconciler.planner.frontends.isEmpty)
        #expect(write(&reconciler) == ["front 10.0.4.4 UnsupportedSourceRanges"])
    }

    @Test func anInvalidWishGetsNothing() throws {
        var reconciler = try reconciler([Make.service(annotations: [ServiceAnnotation.probeInterval: "1"])])
        #expect(settle(&reconciler) == ["front InvalidAnnotation"])
        #expect(address(reconciler, "front") == nil)
        #expect(write(&reconciler) == ["front - InvalidAnnotation"])
    }

    @Test func eachProblemIsToldOnce() throws {
        let service = Make.service(annotations: ["service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout": "9"]
        )
        var reconciler = try reconciler([service])
        #expect(settle(&reconciler) == ["front EnsuringLoadBalancer", "front UnsupportedAnnotation"])
        var again = service
        again.metadata.labels = ["a": "b"]
        again.metadata.resourceVersion = "2"
        reconciler.take(.service(again))
        #expect(settle(&reconciler) == [])
    }

    /// Who does not lead gives nothing, and knows what is recorded.
    @Test func following() throws {
        var reconciler = try reconciler([
            Make.service("a", age: 1), Make.service("b", age: 2, finalizers: [finalizer], ingress: "10.0.4.9"),
        ])
        settle(&reconciler, gives: false)
        #expect(address(reconciler, "a") == nil)
        #expect(reconciler.planner.frontends.map(\.key.description) == ["10.0.4.9:80/tcp"])
        reconciler.reconsiderAll()
        settle(&reconciler)
        #expect(address(reconciler, "a") == "10.0.4.4" && address(reconciler, "b") == "10.0.4.9")
    }

    /// What was given but never written down is given up when another leads.
    @Test func unwrittenAddresses() throws {
        var reconciler = try reconciler([Make.service("a", age: 1)])
        settle(&reconciler)
        #expect(address(reconciler, "a") == "10.0.4.4")
        reconciler.take(.service(Make.service("b", age: 2, version: 2, finalizers: [finalizer], ingress: "10.0.4.4")))
        reconciler.reconsiderAll()
        settle(&reconciler, gives: false)
        #expect(address(reconciler, "a") == nil && address(reconciler, "b") == "10.0.4.4")
    }

    /// A watch that lags behind an own write does not undo it.
    @Test func lateNews() throws {
        var reconciler = try reconciler([Make.service()])
        write(&reconciler)
        reconciler.take(.service(Make.service()))
        #expect(write(&reconciler) == [])
    }

    @Test func completeListsTakeAway() throws {
        var reconciler = try reconciler([Make.service("a"), Make.service("b")])
        settle(&reconciler)
        reconciler.take(.services([Make.service("b")]))
        settle(&reconciler)
        #expect(address(reconciler, "a") == nil && address(reconciler, "b") == "10.0.4.5")
    }

    @Test func nodesAreNotGivenAway() throws {
        var reconciler = try reconciler()
        reconciler.take(.node(Make.node("n", "10.0.4.4")))
        reconciler.take(.service(Make.service("a")))
        settle(&reconciler)
        #expect(address(reconciler, "a") == "10.0.4.5")
    }

    @Test func addressesOfPodsAreNotGivenAway() throws {
        var reconciler = try reconciler()
        func shop(_ addresses: String...) -> EndpointSlice {
            Make.slice("shop-x", of: "shop", addresses.map { Make.endpoint($0) })
        }
        reconciler.take(.slices([shop("10.0.4.4", "10.0.4.5", "10.0.5.9")]))
        reconciler.take(.service(Make.service("a", age: 1)))
        reconciler.take(.service(Make.service("b", annotations: [ServiceAnnotation.ipv4: "10.0.4.5"], age: 2)))
        #expect(Set(settle(&reconciler)) == ["a EnsuringLoadBalancer", "b AddressConflict"])
        #expect(address(reconciler, "a") == "10.0.4.6")
        // The pod goes, and whoever waits for its address gets it.
        reconciler.take(.slice(shop("10.0.4.4")))
        #expect(settle(&reconciler) == ["b EnsuringLoadBalancer"])
        #expect(address(reconciler, "b") == "10.0.4.5")
        reconciler.take(.service(Make.service("c", annotations: [ServiceAnnotation.ipv4: "10.0.4.4"], age: 3)))
        #expect(settle(&reconciler) == ["c AddressConflict"])
        reconciler.take(.slices([]))
        #expect(settle(&reconciler) == ["c EnsuringLoadBalancer"])
        reconciler.take(.slice(shop("10.0.4.7")))
        reconciler.take(.sliceGone(shop().key))
        reconciler.take(.service(Make.service("d", age: 4)))
        settle(&reconciler)
        #expect(address(reconciler, "d") == "10.0.4.7")
    }

    @Test func publicAddresses() throws {
        let ports = [ServicePort(name: "a", port: 80), ServicePort(name: "b", protocol: .udp, port: 53)]
        var reconciler = try reconciler([Make.service(annotations: ["moat.dev/public-ip": "pip"], ports: ports)])
        #expect(reconciler.publicAddresses.isEmpty)
        write(&reconciler)
        #expect(reconciler.publicAddresses.map(\.port) == [80, 53])
        #expect(reconciler.publicAddresses.map(\.protocol) == ["TCP", "UDP"])
        #expect(reconciler.publicAddresses.first?.publicIP == "pip")
        #expect(reconciler.publicAddresses.first?.address == "10.0.4.4")
    }
}
