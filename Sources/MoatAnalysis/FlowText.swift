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
        "\(endpoint(flow.destination, flow.destinationPort, flow))/\(flow.ipProtocol.description.lowercased())"
    }

    private static func endpoint(_ address: IPAddress, _ port: UInt16, _ flow: Flow) -> String {
        guard flow.ipProtocol.hasPorts else { return address.description }
        return address.family == .ipv6 ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
