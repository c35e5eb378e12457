/// Something that a host of the lab answers on a port.
public struct LabService: Hashable, Sendable, Codable {
    public var `protocol`: Transport
    /// 1 to 65535
    public var port: UInt16
    public var respond: Response
    /// The HTTP status, 200 to 599; 200 unless said.
    public var status: Int
    /// `{client}` stands for the peer's `address:port`, `{host}` for the host's name, and for
    /// a site `{site}` for the name that the client asked for.
    public var body: String
    /// Whether a site speaks TLS, with a certificate of the lab's authority for each of the
    /// host's names.
    public var tls: Bool
    /// A folder whose files a site has, for the paths that mean nothing else; absolute once
    /// the lab file is read from a file.
    public var files: String?

    /// Without a `body` the response has its own default.
    public init(
        _ transport: Transport, _ port: UInt16, _ respond: Response, status: Int = 200, body: String? = nil,
        tls: Bool = false, files: String? = nil
    ) {
        self.protocol = transport
        self.port = port
        self.respond = respond
        self.status = status
        self.body = body ?? respond.defaultBody
        self.tls = tls
        self.files = files
    }

    public enum Transport: String, Hashable, Sendable, CaseIterable, Codable {
        case tcp, udp
    }

    public enum Response: String, Hashable, Sendable, CaseIterable, Codable {
        /// Any HTTP request gets `status` and `body`; TCP only.
        case http
        /// What arrives is sent back.
        case echo
        /// `body` and the end of the connection, or for UDP a datagram with `body` for
        /// each that arrives.
        case text
        /// A website; TCP only. `status` and `body` are those of its page; there are
        /// `/headers`, `/bytes/N`, `/sink` and `/ws` besides.
        case site
        /// The names of the lab, by TCP or UDP.
        case dns

        var defaultBody: String {
            switch self {
            case .http: "{host} saw {client}\n"
            case .text: "{client}\n"
            case .site: "{site} on {host} for {client}\n"
            case .echo, .dns: ""
            }
        }
    }
}

extension LabService: CustomStringConvertible {
    /// `http on 80/tcp`, `site with TLS on 443/tcp`
    public var description: String {
        "\(respond.rawValue)\(tls ? " with TLS" : "") on \(port)/\(`protocol`.rawValue)"
    }
}
