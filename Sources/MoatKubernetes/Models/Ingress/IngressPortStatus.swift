/// A port of an ingress, and what is wrong with it.
public struct IngressPortStatus: Codable, Hashable, Sendable {
    @ZeroIfAbsent public var port: Int32
    public var `protocol`: TransportProtocol?
    public var error: String?

    public init(port: Int32 = 0, protocol: TransportProtocol? = nil, error: String? = nil) {
        self.port = port
        self.protocol = `protocol`
        self.error = error
    }
}
