/// A port of a Service.
public struct ServicePort: Codable, Hashable, Sendable {
    /// Empty where the Service has one port only.
    @ZeroIfAbsent public var name: String
    /// TCP where absent.
    public var `protocol`: TransportProtocol?
    public var appProtocol: String?
    /// 1 to 65535, as the server has checked.
    @ZeroIfAbsent public var port: Int32
    /// A number, or the name of a container port; the same as `port` where absent.
    public var targetPort: IntOrString?
    /// Absent, or 0, where nodes do not listen.
    public var nodePort: Int32?

    public init(
        name: String = "", protocol: TransportProtocol? = nil, appProtocol: String? = nil, port: Int32 = 0,
        targetPort: IntOrString? = nil, nodePort: Int32? = nil
    ) {
        self.name = name
        self.protocol = `protocol`
        self.appProtocol = appProtocol
        self.port = port
        self.targetPort = targetPort
        self.nodePort = nodePort
    }
}
