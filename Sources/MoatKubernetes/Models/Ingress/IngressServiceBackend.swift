/// A Service that takes requests.
public struct IngressServiceBackend: Codable, Hashable, Sendable {
    @ZeroIfAbsent public var name: String
    @ZeroIfAbsent public var port: ServiceBackendPort

    public init(name: String = "", port: ServiceBackendPort = ServiceBackendPort()) {
        self.name = name
        self.port = port
    }
}
