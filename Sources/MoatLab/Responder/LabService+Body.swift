import FoundationEssentials
import NIOCore

extension LabService {
    /// The body for one client.
    func body(host: String, client: SocketAddress?) -> String {
        body.replacing("{client}", with: Self.text(of: client)).replacing("{host}", with: host)
    }

    /// `203.0.113.50:40000`, `[2001:db8::1]:40000`
    static func text(of address: SocketAddress?) -> String {
        guard let address, let ip = address.ipAddress, let port = address.port else { return "unknown" }
        return ip.contains(":") ? "[\(ip)]:\(port)" : "\(ip):\(port)"
    }
}
