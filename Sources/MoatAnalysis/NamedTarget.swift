public import MoatModel

/// What an explained connection asks for beside an address: a name, and how.
public struct NamedTarget: Hashable, Sendable {
    /// Lower case, without the trailing dot; nil where the URL has an address instead.
    public var name: String?
    /// Nil where only a port was given.
    public var applicationProtocol: ApplicationRule.ProtocolType?
    /// As it was written: `https://docker.io`, `docker.io`.
    public var text: String

    public init(name: String?, applicationProtocol: ApplicationRule.ProtocolType?, text: String) {
        self.name = name
        self.applicationProtocol = applicationProtocol
        self.text = text
    }
}
