/// Hosts and the Secret with their certificate.
public struct IngressTLS: Codable, Hashable, Sendable {
    @ZeroIfAbsent public var hosts: [String]
    public var secretName: String?

    public init(hosts: [String] = [], secretName: String? = nil) {
        self.hosts = hosts
        self.secretName = secretName
    }
}
