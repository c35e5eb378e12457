/// What the egress proxy knows of a connection, or of one HTTP request on it, when it asks for
/// a verdict.
public struct ApplicationRequest: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        /// A TLS ClientHello; nil where it has no server name.
        case tls(serverName: String?)
        /// An HTTP request: the name and the port of its Host header or absolute target, and the
        /// target in origin form. Nil name where there is none; nil port where none is written.
        case http(host: String?, port: UInt16?, target: String = "/")
        /// What could not be read, or must not be.
        case refused(ApplicationRefusal)
    }

    /// The connection as the client opened it. Its destination matters only for rules with
    /// `destinationAddresses`.
    public var flow: Flow
    public var content: Content

    public init(flow: Flow, content: Content) {
        self.flow = flow
        self.content = content
    }
}
