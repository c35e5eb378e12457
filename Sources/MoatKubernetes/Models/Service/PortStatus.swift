/// A port of a load balancer, and what is wrong with it.
public struct PortStatus: Codable, Hashable, Sendable {
    @ZeroIfAbsent public var port: Int32
    public var `protocol`: TransportProtocol?
    /// A reason in CamelCase, or a name with a prefix as `foo.example.com/Reason`.
    public var error: String?

    public init(port: Int32 = 0, protocol: TransportProtocol? = nil, error: String? = nil) {
        self.port = port
        self.protocol = `protocol`
        self.error = error
    }
}
