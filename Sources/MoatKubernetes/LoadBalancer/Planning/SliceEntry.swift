import MoatModel

/// What is needed of an EndpointSlice.
struct SliceEntry: Hashable, Sendable {
    struct Port: Hashable, Sendable {
        /// Nil for all ports.
        var number: UInt16?
    }

    private struct PortName: Hashable, Sendable {
        var name: String
        var `protocol`: IPProtocol
    }

    /// Nil where the slice names no Service.
    let service: ObjectKey?
    private let ports: [PortName: Port]
    private(set) var endpoints: [EndpointEntry]
    /// Endpoints whose address is not IPv4, and is left out.
    let leftOut: Int

    init(_ slice: EndpointSlice) {
        service = slice.serviceName.map { ObjectKey(namespace: slice.metadata.namespace, name: $0) }
        let named: [(PortName, Port)] = slice.ports.compactMap { port in
            let number = port.port.map { UInt16(exactly: $0) ?? 0 }
            guard number != 0 else { return nil }
            switch port.protocol ?? .tcp {
            case .tcp: return (PortName(name: port.name, protocol: .tcp), Port(number: number))
            case .udp: return (PortName(name: port.name, protocol: .udp), Port(number: number))
            default: return nil
            }
        }
        ports = Dictionary(named) { first, _ in first }
        // The addresses of an endpoint are all its own, and the API says to use the first.
        endpoints = slice.endpoints.compactMap { endpoint in
            guard slice.addressType == .ipv4, let address = endpoint.addresses.first.flatMap({ IPv4Address($0) }) else {
                return nil
            }
            return EndpointEntry(address: address, readiness: .init(endpoint.conditions), node: endpoint.nodeName)
        }
        leftOut = slice.endpoints.count - endpoints.count
    }

    func port(_ name: String, _ protocol: IPProtocol) -> Port? {
        ports[PortName(name: name, protocol: `protocol`)]
    }

    /// Takes away the endpoints at other addresses.
    mutating func keep(_ addresses: Set<IPv4Address>) {
        endpoints.removeAll { !addresses.contains($0.address) }
    }
}
