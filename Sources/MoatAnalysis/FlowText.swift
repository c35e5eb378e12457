import MoatModel
import MoatPolicy

/// Flows in words.
enum FlowText {
    /// `10.0.5.7:49152 -> 203.0.113.9:443/tcp`, `10.0.5.7 -> 203.0.113.9/icmp`
    static func arrow(_ flow: Flow) -> String {
        "\(endpoint(flow.source, flow.sourcePort, flow)) -> \(target(flow))"
    }

    /// `203.0.113.9:443/tcp`
    static func target(_ flow: Flow) -> String {
        "\(endpoint(flow.destination, flow.destinationPort, flow))/\(name(of: flow))"
    }

    /// `tcp`, `udp`, `icmp` where the ICMP is that of the family, else the number.
    static func name(of flow: Flow) -> String {
        switch (flow.ipProtocol, flow.destination.family) {
        case (.icmp, .ipv6), (.icmpv6, .ipv4): "\(flow.ipProtocol.rawValue)"
        default: flow.ipProtocol.description.lowercased()
        }
    }

    private static func endpoint(_ address: IPAddress, _ port: UInt16, _ flow: Flow) -> String {
        guard flow.ipProtocol.hasPorts else { return address.description }
        return address.family == .ipv6 ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
