public import FoundationEssentials

/// How to reach an API, and how to prove who is asking.
public struct KubernetesConfiguration: Hashable, Sendable {
    public enum Token: Hashable, Sendable {
        case fixed(BearerToken)
        /// A file that is read again as its token is rotated.
        case file(String)
    }

    /// `https://HOST[:PORT][/PATH]`. Plain http is for addresses of this machine only.
    public var server: String
    /// The name that the server's certificate is for, where it is not the host of `server`.
    public var serverName: String?
    /// The authorities that the server's certificate may be of, in PEM; nil for those of the system.
    public var authorities: Data?
    public var identity: ClientIdentity?
    public var token: Token?
    /// The namespace to work in where nothing else is said.
    public var namespace: String

    public init(
        server: String, serverName: String? = nil, authorities: Data? = nil, identity: ClientIdentity? = nil,
        token: Token? = nil, namespace: String = "default"
    ) {
        self.server = server
        self.serverName = serverName
        self.authorities = authorities
        self.identity = identity
        self.token = token
        self.namespace = namespace
    }
}
