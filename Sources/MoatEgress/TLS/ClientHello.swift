/// What a TLS ClientHello says about where its client wants to go (RFC 8446, section 4.1.2).
public struct ClientHello: Hashable, Sendable {
    /// The server name as it was sent, in any case, with or without a trailing dot; nil where
    /// there is none (RFC 6066, section 3). Whether it is a host name at all is for the judge
    /// to say.
    public var serverName: String?
    /// The protocols offered, in the client's order (ALPN, RFC 7301).
    public var applicationProtocols: [String]
    /// Whether the client offers Encrypted ClientHello: then `serverName` is the public name of
    /// the server that would decrypt the inner one (RFC 9849).
    public var offersECH: Bool

    public init(serverName: String? = nil, applicationProtocols: [String] = [], offersECH: Bool = false) {
        self.serverName = serverName
        self.applicationProtocols = applicationProtocols
        self.offersECH = offersECH
    }
}

/// Why bytes are not the beginning of a TLS connection.
public enum ClientHelloError: Error, Hashable, Sendable {
    /// The first bytes are not those of a TLS handshake record.
    case notTLS
    /// It began as TLS, and then a length lies, a field is missing or a message is out of place.
    case malformed
    /// Not complete after `ClientHelloParser.maximumSize` bytes, or said to be larger.
    case tooLarge
}
