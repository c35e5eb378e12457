import MoatKubernetes
import MoatModel

/// Services and their endpoints, by name.
struct ServiceIndex {
    private let services: [ObjectKey: Service]
    private let slices: [ObjectKey: [EndpointSlice]]

    init(_ services: [Service], _ slices: [EndpointSlice]) {
        self.services = Dictionary(services.map { ($0.key, $0) }) { first, _ in first }
        var ofServices: [ObjectKey: [EndpointSlice]] = [:]
        for slice in slices {
            guard let name = slice.serviceName else { continue }
            ofServices[ObjectKey(namespace: slice.metadata.namespace, name: name), default: []].append(slice)
        }
        self.slices = ofServices
    }

    /// The upstream of a port of a Service, or why there is none.
    func upstream(_ key: ObjectKey, _ port: ServiceBackendPort) -> Result<IngressUpstream, IngressRefusal> {
        guard let service = services[key] else {
            return .failure(.serviceNotFound(key))
        }
        guard service.spec.type != .externalName else {
            return .failure(
                IngressRefusal("ExternalNameRefused", "the Service \(key) is of type ExternalName, which is not served")
            )
        }
        guard let match = service.spec.ports.first(where: { $0.matches(port) }) else {
            return .failure(IngressRefusal("ServicePortNotFound", "the Service \(key) has no TCP port \(port.shown)"))
        }
        return .success(
            IngressUpstream(name: "\(key):\(match.port)", service: key, endpoints: endpoints(key, match.name)))
    }

    /// A slice's ports have the names of the Service's, and the numbers that the pods listen on.
    private func endpoints(_ key: ObjectKey, _ port: String) -> [IngressEndpoint] {
        var endpoints: Set<IngressEndpoint> = []
        for slice in slices[key] ?? [] {
            for number in slice.ports where number.name == port && (number.protocol ?? .tcp) == .tcp {
                guard let number = number.port.flatMap({ UInt16(exactly: $0) }), number > 0 else { continue }
                for endpoint in slice.endpoints where endpoint.conditions.isReady {
                    // The addresses of an endpoint are all its own, and the API says to use the first.
                    guard let address = endpoint.addresses.first.flatMap({ IPAddress($0) }) else { continue }
                    endpoints.insert(IngressEndpoint(address: address, port: number))
                }
            }
        }
        return endpoints.sorted()
    }
}

extension IngressRefusal {
    static func serviceNotFound(_ key: ObjectKey) -> Self {
        Self("ServiceNotFound", "there is no Service \(key.shown)")
    }
}

extension ServicePort {
    fileprivate func matches(_ wished: ServiceBackendPort) -> Bool {
        guard (`protocol` ?? .tcp) == .tcp, (1...65_535).contains(port) else { return false }
        if let name = wished.name, !name.isEmpty { return self.name == name }
        return port == wished.number
    }
}

extension ServiceBackendPort {
    fileprivate var shown: String {
        if let name, !name.isEmpty { return "'\(ValueRefusal.shown(name))'" }
        return number.map { "\($0)" } ?? "(none named)"
    }
}
