/// A port of every endpoint of a slice.
public struct EndpointPort: Codable, Hashable, Sendable {
    /// That of the Service's port.
    @ZeroIfAbsent public var name: String
    /// TCP where absent.
    public var `protocol`: TransportProtocol?
    /// Absent means all ports, which only those who know the context can use.
    public var port: Int32?
    public var appProtocol: String?

    public init(
        name: String = "", protocol: TransportProtocol? = nil, port: Int32? = nil, appProtocol: String? = nil
    ) {
        self.name = name
        self.protocol = `protocol`
        self.port = port
        self.appProtocol = appProtocol
    }
}
