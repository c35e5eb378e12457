public import MoatModel

/// What an explained connection asks for beside an address: a name, and how.
public struct NamedTarget: Hashable, Sendable {
    /// Lower case, without the trailing dot; nil where the URL has an address instead.
    public var name: String?
    /// Nil where only a port was given.
    public var applicationProtocol: ApplicationRule.ProtocolType?
    /// Path and query of an HTTP request: threat feeds can list them.
    public var path: String
    /// As it was written: `https://docker.io`, `docker.io`.
    public var text: String

    public init(name: String?, applicationProtocol: ApplicationRule.ProtocolType?, path: String = "/", text: String) {
        self.name = name
        self.applicationProtocol = applicationProtocol
        self.path = path
        self.text = text
    }
}
