import MoatModel
import Testing

@testable import MoatLab

@Suite struct EndpointSlicesTests {
    private func pod(_ name: String, port: UInt16 = 8080, ready: Bool = true, going: Bool = false) -> KubernetesPod {
        KubernetesPod(
            name: name, namespace: "default", labels: ["app": "web"],
            address: .v4(IPv4Address(rawValue: 0x0a00_0104)), nodeName: "node-1", isReady: ready,
            isTerminating: going, ports: [.init(name: "http", number: port, transport: "TCP")],
            startedAt: 0)
    }

    private let service = JSONValue.object([
        "metadata": .object(["name": .string("web"), "namespace": .string("default"), "uid": .string("u")]),
        "spec": .object([
            "selector": .object(["app": .string("web")]),
            "ports": .array([
                .object(["port": .integer(80), "protocol": .string("TCP"), "targetPort": .string("http")])
            ]),
        ]),
    ])

    @Test func aPodIsAnEndpoint() throws {
        let slices = EndpointSlices.slices(of: service, pods: [pod("a"), pod("b", ready: true, going: true)])
        let slice = try #require(slices.first)
        #expect(slices.count == 1)
        #expect(slice[["metadata", "name"]]?.string?.hasPrefix("web-") == true)
        #expect(slice[["metadata", "name"]]?.string?.count == 9)
        #expect(slice[["metadata", "labels", "kubernetes.io/service-name"]] == .string("web"))
        #expect(slice["ports"]?.array?.first?["port"] == .integer(8080))
        let endpoints = slice["endpoints"]?.array ?? []
        #expect(endpoints.first?["addresses"] == .array([.string("10.0.1.4")]))
        #expect(
            endpoints.last?["conditions"]
                == .object(["ready": .bool(false), "serving": .bool(true), "terminating": .bool(true)]))
        #expect(slices == EndpointSlices.slices(of: service, pods: [pod("b", going: true), pod("a")]))
    }

    @Test func portsOfOneNameMayDiffer() {
        let slices = EndpointSlices.slices(of: service, pods: [pod("a"), pod("b", port: 9090)])
        #expect(Set(slices.compactMap { $0["ports"]?.array?.first?["port"]?.integer }) == [8080, 9090])
        #expect(Set(slices.compactMap { $0[["metadata", "name"]]?.string }).count == 2)
    }

    @Test func slicesHaveAHundredEndpoints() {
        let slices = EndpointSlices.slices(of: service, pods: (0..<250).map { pod("p\($0)") })
        #expect(slices.compactMap { $0["endpoints"]?.array?.count }.sorted() == [50, 100, 100])
    }

    @Test func withoutASelectorThereIsNone() {
        var service = service
        service[["spec", "selector"]] = nil
        #expect(EndpointSlices.slices(of: service, pods: [pod("a")]).isEmpty)
    }
}
