import FoundationEssentials
import MoatModel
import Testing

@testable import MoatKubernetes

/// Objects of a cluster, as short as they can be said.
enum Make {
    static func key(_ name: String) -> ObjectKey { ObjectKey(namespace: "web", name: name) }

    static func address(_ text: String) throws -> IPv4Address { try #require(IPv4Address(text)) }

    static func subnet(_ name: String = "ing-4-subnet", _ prefix: String = "10.0.4.0/24") throws -> AddressSubnet {
        let prefix = try #require(IPPrefix(prefix))
        return try #require(AddressSubnet(name: name, prefix: prefix))
    }

    static func time(_ seconds: Double) -> Time { Time(Date(timeIntervalSince1970: seconds)) }

    /// `age` is when it was made: the less, the older.
    static func service(
        _ name: String = "front", annotations: [String: String] = [:], ports: [ServicePort] = [ServicePort(port: 80)],
        age: Double = 0, version: Int = 1, finalizers: [String] = [], ingress: String? = nil,
        _ change: (inout Service) -> Void = { _ in }
    ) -> Service {
        var annotations = annotations
        annotations[ServiceAnnotation.isInternal] = annotations[ServiceAnnotation.isInternal] ?? "true"
        var service = Service(
            metadata: ObjectMeta(
                name: name, namespace: "web", uid: name, resourceVersion: "\(version)", creationTimestamp: time(age),
                annotations: annotations, finalizers: finalizers),
            spec: ServiceSpec(type: .loadBalancer, ports: ports))
        if let ingress { service.status.loadBalancer.ingress = [LoadBalancerIngress(ip: ingress)] }
        change(&service)
        return service
    }

    static func slice(
        _ name: String, of service: String = "front", _ endpoints: [Endpoint],
        ports: [EndpointPort] = [EndpointPort(protocol: .tcp, port: 8080)]
    ) -> EndpointSlice {
        EndpointSlice(
            metadata: ObjectMeta(
                name: name, namespace: "web", labels: [EndpointSlice.serviceNameLabel: service]),
            addressType: .ipv4, endpoints: endpoints, ports: ports)
    }

    static func endpoint(
        _ address: String, ready: Bool = true, serving: Bool? = nil, terminating: Bool = false, node: String? = nil
    ) -> Endpoint {
        Endpoint(
            addresses: [address],
            conditions: EndpointConditions(ready: ready, serving: serving ?? ready, terminating: terminating),
            nodeName: node)
    }

    static func node(
        _ name: String, _ address: String, ready: Bool = true, labels: [String: String] = [:], taints: [Taint] = []
    ) -> Node {
        Node(
            metadata: ObjectMeta(name: name, labels: labels), spec: NodeSpec(taints: taints),
            status: NodeStatus(
                addresses: [NodeAddress(type: .internalIP, address: address)],
                conditions: [NodeCondition(type: "Ready", status: ready ? .true : .false)]))
    }

    static func backend(_ text: String) throws -> LoadBalancerBackend {
        let parts = text.split(separator: ":")
        let port = try #require(UInt16(parts[1]))
        return try LoadBalancerBackend(address: address(String(parts[0])), port: port)
    }
}
