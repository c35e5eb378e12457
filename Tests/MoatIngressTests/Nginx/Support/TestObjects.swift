import Foundation
import MoatKubernetes

@testable import MoatIngress

/// Objects of a cluster, as short as tests can say them; all in the namespace `default` and of the class
/// `moat`.
extension IngressObjects {
    static let testClass = IngressClass(
        metadata: ObjectMeta(name: "moat"), spec: IngressClassSpec(controller: "moat.dev/ingress"))

    /// The Ingresses, and for each backend a Service of its name, port 80.
    init(_ ingresses: [Ingress], backends: [NamedBackend], secrets: [Secret] = []) {
        self.init(
            ingresses: ingresses, classes: [Self.testClass],
            services: backends.map { Service(name: $0.name) },
            slices: backends.map { EndpointSlice(service: $0.name, ports: [$0.port]) }, secrets: secrets)
    }
}

extension Ingress {
    /// The larger the age, the older.
    init(
        _ name: String, age: Int = 0, annotations: [String: String] = [:], tls: [IngressTLS] = [],
        defaultBackend: IngressBackend? = nil, _ rules: [IngressRule] = []
    ) {
        self.init(
            metadata: ObjectMeta(
                name: name, namespace: "default", uid: "uid-\(name)",
                creationTimestamp: Time(Date(timeIntervalSince1970: 1_700_000_000 - Double(age))),
                annotations: annotations),
            spec: IngressSpec(ingressClassName: "moat", defaultBackend: defaultBackend, tls: tls, rules: rules))
    }
}

extension IngressRule {
    init(_ host: String?, _ paths: HTTPIngressPath...) {
        self.init(host: host, http: HTTPIngressRuleValue(paths: paths))
    }
}

extension HTTPIngressPath {
    static func exact(_ path: String, _ service: String) -> Self {
        Self(path: path, pathType: .exact, backend: .service(service))
    }

    static func prefix(_ path: String, _ service: String) -> Self {
        Self(path: path, pathType: .prefix, backend: .service(service))
    }
}

extension IngressBackend {
    static func service(_ name: String, port: Int32 = 80) -> Self {
        Self(service: IngressServiceBackend(name: name, port: ServiceBackendPort(number: port)))
    }
}

extension Service {
    init(name: String) {
        self.init(
            metadata: ObjectMeta(name: name, namespace: "default"),
            spec: ServiceSpec(ports: [ServicePort(name: "http", port: 80)]))
    }
}

extension EndpointSlice {
    /// An endpoint for each of the ports, at an address of loopback.
    init(service: String, ports: [UInt16], address: String = "127.0.0.1") {
        self.init(
            metadata: ObjectMeta(
                name: service, namespace: "default", labels: [EndpointSlice.serviceNameLabel: service]),
            addressType: .ipv4, endpoints: [Endpoint(addresses: [address])],
            ports: ports.map { EndpointPort(name: "http", port: Int32($0)) })
    }
}

extension Secret {
    init(tls name: String, certificate: String, key: String) {
        self.init(
            metadata: ObjectMeta(name: name, namespace: "default"), type: Secret.tlsType,
            data: [
                Secret.certificateKey: Data(certificate.utf8), Secret.privateKeyKey: Data(key.utf8),
            ])
    }
}
