/// The head of a request, as far as it matters to judge and relay it.
public struct HTTPRequestHead: Hashable, Sendable {
    /// As the client wrote it; methods are case-sensitive (RFC 9110, section 9.1).
    public var method: String
    /// The target in origin form, or `*`.
    public var target: String
    /// The name that the request is for: of an absolute target, else of the Host field. Nil
    /// where there is none.
    public var host: String?
    /// The port beside it; nil where none is written.
    public var port: UInt16?
    /// 0 or 1: HTTP/1.0 or HTTP/1.1.
    public var minorVersion: Int
    public var body: HTTPBodyLength
    /// Whether the client means to send another request on the connection.
    public var keepsAlive: Bool
    /// Whether the client asks for another protocol (RFC 9110, section 7.8).
    public var upgrades: Bool

    /// Host and target, as the log shows them.
    public var url: String {
        (host ?? "") + (port.map { ":\($0)" } ?? "") + (target == "*" ? "" : target)
    }
}
